/* Copyright 2026 The cooperative suite contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";
import { patient } from "@coop_membership/../tests/tours/helpers";

function menu(section, item, title) {
    return [
        ...stepUtils.goToAppSteps("coop_membership.menu_coop_root", "Open the cooperative"),
        {
            trigger: `.o_menu_sections [data-menu-xmlid="coop_membership.${section}"]`,
            run: "click",
        },
        {
            trigger: `.o-dropdown--menu [data-menu-xmlid="coop_membership.${item}"]`,
            run: "click",
        },
        { trigger: `.o_breadcrumb:contains(${title})` },
    ];
}

/* Take over a running cooperative from its spreadsheet, and receive a first payment. */
registry.category("web_tour.tours").add("coop_take_over_and_first_payment", {
    steps: () => patient([
        ...menu("menu_coop_configuration", "menu_coop_opening", "Opening balances"),
        { trigger: ".o_list_button_add", run: "click" },
        {
            content: "The cut-off date",
            trigger: ".o_field_widget[name=date] input",
            run: "edit 12/31/2025 && press Enter",
        },
        {
            content: "Upload the filled-in template",
            trigger: ".o_field_widget[name=file]",
            async run({ anchor }) {
                const answer = await fetch("/web/content/coop_membership.tour_take_over");
                const file = new File([await answer.blob()], "take-over.xlsx");
                const files = new DataTransfer();
                files.items.add(file);
                const input = anchor.querySelector("input[type=file]");
                input.files = files.files;
                input.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "It is uploaded",
            trigger: ".o_field_widget[name=file] input:value(take-over.xlsx)",
        },
        { trigger: "button[name=action_read_file]:enabled", run: "click" },
        {
            content: "Everything is tied",
            trigger: ".alert-success:contains(All rows are right and all totals agree)",
        },
        { trigger: ".o_field_widget[name=line_count]:contains(4)" },
        { trigger: "button[name=action_post]:enabled", run: "click" },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        {
            content: "The members are in the register",
            trigger: "button[name=action_open_members]:enabled",
            run: "click",
        },
        {
            content: "With their savings",
            trigger: ".o_data_row:contains(0007):contains(3,900,000)",
        },
        { trigger: ".o_data_row:contains(0007) td[name=partner_id]", run: "click" },
        { trigger: "button[name=action_deposit]:enabled", run: "click" },
        {
            content: "The standard payment form proposes what the member owes",
            trigger:
                ".o_form_view:has(.o_field_widget[name=payment_type]) .o_field_widget[name=coop_member_id] input:value(/0007/)",
        },
        {
            trigger: ".o_field_widget[name=coop_allocation_ids] .o_data_row td[name=amount]",
            run: "click",
        },
        {
            content: "But pays another amount",
            trigger: ".o_field_widget[name=coop_allocation_ids] .o_data_row [name=amount] input",
            run: "edit 120000 && press Tab",
        },
        { trigger: ".o_field_widget[name=amount]:contains(120,000)" },
        { trigger: "button[name=action_post]:enabled", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Paid)" },
        { trigger: "button[name=action_print_coop_receipt]:enabled" },
    ]),
});
