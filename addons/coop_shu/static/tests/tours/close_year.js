/* Copyright 2026 The cooperative suite contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";
import { patient } from "@coop_membership/../tests/tours/helpers";

const state = (label) => ({
    content: `The status is ${label}`,
    trigger: `.o_arrow_button_current:contains(${label})`,
});
const press = (name) => ({
    trigger: `.o_form_statusbar button[name=${name}]:enabled`,
    run: "click",
});

function menu(item, title) {
    return [
        ...stepUtils.goToAppSteps("coop_membership.menu_coop_root", "Open the cooperative"),
        {
            trigger: ".o_menu_sections [data-menu-xmlid='coop_shu.menu_coop_surplus']",
            run: "click",
        },
        {
            trigger: `.o-dropdown--menu [data-menu-xmlid='coop_shu.${item}']`,
            run: "click",
        },
        { trigger: `.o_breadcrumb:contains(${title})` },
    ];
}

/* Close a year: compute, simulate, approve, post, pay, print the slips. */
registry.category("web_tour.tours").add("coop_close_a_year", {
    steps: () => patient([
        ...menu("menu_coop_shu_run", "Surplus Distributions"),
        { trigger: ".o_list_button_add", run: "click" },
        {
            content: "The last year and the scheme of that year are proposed",
            trigger: ".o_field_widget[name=scheme_id] input:value(Test scheme)",
        },
        ...stepUtils.saveForm(),
        {
            content: "The checklist closes the books of the year",
            trigger: ".o_coop_checklist li[data-code=not_locked] button",
            run: "click",
        },
        { trigger: ".o_coop_checklist:contains(Nothing blocks)" },
        press("action_compute"),
        state("Computed"),
        { trigger: ".o_field_widget[name=surplus_total]:contains(10,000,000)" },
        {
            content: "Try other percentages before the vote",
            trigger: "button:contains(Simulate):enabled",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:eq(0) td[name=percent]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=line_ids] [name=percent] input",
            run: "edit 30 && press Tab",
        },
        {
            content: "The percentages must total 100",
            trigger: ".modal [name=message]:contains(10)",
        },
        {
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:eq(1) td[name=percent]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:eq(1) [name=percent] input",
            run: "edit 50 && press Tab",
        },
        {
            content: "What members receive now and then",
            trigger: ".modal .o_coop_simulation:contains(What members receive)",
        },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "The meeting has decided",
            trigger: ".o_field_widget[name=resolution_number] input",
            run: "edit 3/RAT",
        },
        {
            trigger: ".o_field_widget[name=resolution_date] input",
            run: "click",
        },
        { trigger: ".o_datetime_picker .o_today", run: "click" },
        ...stepUtils.saveForm(),
        press("action_approve"),
        state("Approved"),
        press("action_post"),
        state("Posted"),
        press("action_pay_bank"),
        {
            content: "One batch pays all members by bank",
            trigger: ".o_field_widget[name=amount_total]:contains(6,000,000)",
        },
        press("action_post"),
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        state("Posted"),
        { trigger: "button[name=action_open_entries]:contains(1)" },
        {
            content: "Back to the distribution",
            trigger: ".breadcrumb-item:contains(SHU) a",
            run: "click",
        },
        state("Paid"),
        { trigger: ".o_cp_action_menus .fa-cog", run: "click" },
        { trigger: ".o-dropdown--menu button:contains(Print)", run: "hover" },
        { trigger: ".o-dropdown--menu .o_menu_item:contains(slips)", run: "click" },
        {
            content: "The slips are made",
            trigger: "body:not(:has(.o_blockUI)):not(:has(.o-dropdown--menu))",
        },
    ]),
});

/* Words of the cooperative in Indonesian. */
registry.category("web_tour.tours").add("coop_in_indonesian", {
    steps: () => patient([
        stepUtils.showAppsMenuItem(),
        {
            trigger:
                ".o_app[data-menu-xmlid='coop_membership.menu_coop_root']:contains(Koperasi)",
            run: "click",
        },
        { trigger: ".o_menu_sections:contains(Anggota):contains(Simpanan):contains(SHU)" },
        { trigger: ".o_breadcrumb:contains(Anggota)" },
        { trigger: "th[data-name=arrears]:contains(Tunggakan)" },
        { trigger: ".o_data_row:contains(Siti) td[name=partner_id]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Aktif)" },
        {
            trigger: ".o_menu_sections [data-menu-xmlid='coop_shu.menu_coop_surplus']",
            run: "click",
        },
        {
            trigger:
                ".o-dropdown--menu [data-menu-xmlid='coop_shu.menu_coop_shu_run']:contains(Pembagian SHU)",
            run: "click",
        },
        { trigger: ".o_breadcrumb:contains(Pembagian SHU)" },
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_arrow_button:contains(Disahkan)" },
        { trigger: ".o_form_button_cancel", run: "click" },
        { trigger: ".o_list_button_add" },
    ]),
});
