/* Copyright 2026 The cooperative suite contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";
import { fits, patient } from "@coop_membership/../tests/tours/helpers";

function menu(item, title) {
    return [
        ...stepUtils.goToAppSteps("coop_membership.menu_coop_root", "Open the cooperative"),
        {
            trigger:
                '.o_menu_sections [data-menu-xmlid="coop_social_security.menu_coop_social"]',
            run: "click",
        },
        {
            trigger: `.o-dropdown--menu [data-menu-xmlid="coop_social_security.${item}"]`,
            run: "click",
        },
        { trigger: `.o_breadcrumb:contains(${title})` },
    ];
}

/* HR enrols a member, computes a month, looks at a formula, and books the bills. */
registry.category("web_tour.tours").add("coop_social_month", {
    steps: () =>
        patient([
            ...menu("menu_coop_social_enrolment", "Enrolments"),
            { trigger: ".o_list_button_add", run: "click" },
            {
                trigger: ".o_field_widget[name=member_id] input",
                run: "edit Siti Rahmawati",
            },
            { trigger: ".ui-autocomplete a:contains(Siti Rahmawati)", run: "click" },
            {
                trigger: ".o_field_widget[name=number_entry] input",
                run: "edit 12345678901",
            },
            {
                trigger: ".o_field_widget[name=term_ids] .o_field_x2many_list_row_add a",
                run: "click",
            },
            {
                trigger: ".o_field_widget[name=term_ids] [name=income] input",
                run: "edit 3450000 && press Tab",
            },
            { trigger: ".o_form_button_save", run: "click" },
            {
                content: "Only the last digits are shown",
                trigger: ".o_field_widget[name=number_masked]:contains(8901)",
            },
            ...menu("menu_coop_social_run", "Monthly runs"),
            { trigger: ".o_list_button_add", run: "click" },
            { trigger: ".o_form_view .o_field_widget[name=month]" },
            { trigger: ".o_form_button_save", run: "click" },
            { trigger: "button[name=action_compute].btn-primary:enabled", run: "click" },
            { trigger: ".o_arrow_button_current:contains(Computed)" },
            {
                content: "One bill for the agency",
                trigger: ".o_field_widget[name=bill_ids] .o_data_row:contains(Ketenagakerjaan)",
            },
            { trigger: "button[name=action_open_contributions]", run: "click" },
            {
                trigger: ".o_list_view .o_data_row:contains(Siti Rahmawati) td[name=scheme_id]",
                run: "click",
            },
            {
                content: "Why this amount",
                trigger: ".o_field_widget[name=explanation]:contains(3,450,000)",
            },
            { trigger: ".o_breadcrumb .o_back_button", run: "click" },
            { trigger: ".o_list_view" },
            { trigger: ".o_breadcrumb .o_back_button", run: "click" },
            { trigger: "button[name=action_post]:enabled", run: "click" },
            { trigger: ".o_arrow_button_current:contains(Posted)" },
            { trigger: "button[name=action_open_entries]", run: "click" },
            { trigger: ".o_breadcrumb:contains(Journal Entries)" },
            { trigger: ".o_list_view .o_data_row:contains(BILL)" },
        ]),
});

/* On a phone: a member looks at the own cover and at why a contribution is so high. */
registry.category("web_tour.tours").add("coop_social_portal", {
    steps: () =>
        patient([
            {
                trigger: "a[href='/my/social-security']",
                run: "click",
                expectUnloadPage: true,
            },
            { trigger: "h1:contains(My social security)" },
            fits("My social security"),
            { trigger: ".o_coop_enrolment:contains(12345678901)" },
            { trigger: ".o_coop_enrolment:contains(Covered today)" },
            { trigger: ".o_coop_contribution summary", run: "click" },
            { trigger: ".o_coop_contribution[open]:contains(You pay)" },
            fits("The formula"),
        ]),
});
