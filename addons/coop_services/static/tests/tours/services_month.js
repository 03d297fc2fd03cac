/* Copyright 2026 The cooperative suite contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";
import { fits, patient } from "@coop_membership/../tests/tours/helpers";

function menu(section, item, title) {
    return [
        ...stepUtils.goToAppSteps("coop_membership.menu_coop_root", "Open the cooperative"),
        {
            trigger: `.o_menu_sections [data-menu-xmlid="coop_services.${section}"]`,
            run: "click",
        },
        {
            trigger: `.o-dropdown--menu [data-menu-xmlid="coop_services.${item}"]`,
            run: "click",
        },
        { trigger: `.o_breadcrumb:contains(${title})` },
    ];
}

/* A dispatcher: the best team by one click, an answer by phone, and a replacement. */
registry.category("web_tour.tours").add("coop_fill_team_and_replace", {
    steps: () =>
        patient([
            ...menu("menu_coop_teams", "menu_coop_service_role", "Roles"),
            {
                trigger: ".o_data_row:contains(Tour cleaner) td[name=name]",
                run: "click",
            },
            { trigger: "button[name=action_fill]:enabled", run: "click" },
            {
                content: "Candidates are ranked",
                trigger: ".modal .o_data_row:contains(0001)",
            },
            { trigger: ".modal footer button[name=action_fill]:enabled", run: "click" },
            {
                content: "The best team is ticked",
                trigger: ".modal .alert-info:contains(2 of 2 open places)",
            },
            { trigger: ".modal footer button[name=action_apply]:enabled", run: "click" },
            {
                content: "Both have an offer",
                trigger: "body:not(:has(.modal)) .o_list_view .o_data_row:eq(1)",
            },
            { trigger: ".o_data_row:contains(Budi) td[name=member_id]", run: "click" },
            {
                content: "He says yes by phone",
                trigger: "button[name=action_accept]:enabled",
                run: "click",
            },
            { trigger: ".o_arrow_button_current:contains(Accepted)" },
            { trigger: "button[name=action_replace]:enabled", run: "click" },
            {
                trigger: ".modal .o_field_widget[name=reason] input",
                run: "edit Moves to Bandung && press Tab",
            },
            {
                content: "Next on the list",
                trigger: ".modal .o_data_row:contains(Tono) .o_boolean_toggle input",
                run: "click",
            },
            {
                trigger: ".modal .o_field_widget[name=member_id] input:value(/Tono/)",
            },
            { trigger: ".modal footer button[name=action_apply]:enabled", run: "click" },
            {
                content: "The replacement has the offer now",
                trigger: "body:not(:has(.modal)) .o_arrow_button_current:contains(Offered)",
            },
            { trigger: ".o_field_widget[name=member_id]:contains(Tono), .o_field_widget[name=member_id] input:value(/Tono/)" },
        ]),
});

/* An accountant and manager: from the accepted work of the month to the bank file. */
registry.category("web_tour.tours").add("coop_month_to_bank_file", {
    steps: () =>
        patient([
            ...menu("menu_coop_payouts", "menu_coop_payout_run", "Payout Runs"),
            { trigger: ".o_list_button_add", run: "click" },
            { trigger: "button[name=action_compute]:enabled", run: "click" },
            { trigger: ".o_arrow_button_current:contains(Computed)" },
            {
                content: "Gross, tax, advance and net of each member",
                trigger: ".o_data_row:contains(Siti):contains(6,325,000)",
            },
            { trigger: "button[name=action_approve]:enabled", run: "click" },
            { trigger: ".o_arrow_button_current:contains(Approved)" },
            { trigger: "button[name=action_post]:enabled", run: "click" },
            { trigger: ".o_arrow_button_current:contains(Posted)" },
            { trigger: "button[name=action_pay_bank]:enabled", run: "click" },
            {
                content: "Everybody is in the batch",
                trigger: ".o_field_widget[name=line_ids] .o_data_row:eq(1)",
            },
            { trigger: "button[name=action_post]:enabled", run: "click" },
            { trigger: ".modal-footer button.btn-primary", run: "click" },
            { trigger: ".o_arrow_button_current:contains(Posted)" },
            {
                content: "The download would leave this page: the test fetches it",
                trigger: "button[name=action_bank_file]:enabled",
            },
        ]),
});

/* A member on a phone: what was paid, why this amount, and what still waits. */
registry.category("web_tour.tours").add("coop_read_statement", {
    steps: () =>
        patient([
            {
                trigger: "a[href='/my/payouts']:contains(My payouts)",
                run: "click",
                expectUnloadPage: true,
            },
            { trigger: ".o_coop_waiting:contains(Waiting for the client's payment)" },
            fits("The list"),
            { trigger: ".o_coop_payout", run: "click", expectUnloadPage: true },
            { trigger: "h1:contains(Payout statement)" },
            { trigger: ".o_coop_payout_work:contains(10 of 17)" },
            { trigger: ".o_coop_payout_deductions:contains(Income tax)" },
            { trigger: ".o_coop_payout_net:contains(9,598,494)" },
            { trigger: "a[href$='/statement']" },
            fits("The statement"),
        ]),
});
