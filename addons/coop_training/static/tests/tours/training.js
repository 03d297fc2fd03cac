/* Copyright 2026 The cooperative suite contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";
import { fits, patient } from "@coop_membership/../tests/tours/helpers";

const menu = (name, child) => [
    {
        trigger: `.o_menu_sections button[data-menu-xmlid='coop_training.${name}']`,
        run: "click",
    },
    {
        trigger: `.dropdown-item[data-menu-xmlid='coop_training.${child}']`,
        run: "click",
    },
];

const choose = (field, text) => [
    { trigger: `.o_field_widget[name=${field}] input`, run: `edit ${text}` },
    {
        trigger: `.ui-autocomplete .dropdown-item:not(.o_m2o_dropdown_option):contains(${text})`,
        run: "click",
    },
];

/* HR plans a session, registers members, takes the attendance, enters it in the record. */
registry.category("web_tour.tours").add("coop_training_session", {
    steps: () => patient([
        stepUtils.showAppsMenuItem(),
        {
            trigger: ".o_app[data-menu-xmlid='coop_membership.menu_coop_root']",
            run: "click",
        },
        ...menu("menu_coop_training", "menu_coop_training_session"),
        // the list of members, with a button of its own, may still be there
        { trigger: ".o_breadcrumb:contains(Sessions)" },
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit First aid in March" },
        ...choose("coop_programme_id", "First aid at work"),
        { trigger: ".o_field_widget[name=coop_hours] input:value(08:00)" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { trigger: "button[name=action_coop_enrol]", run: "click" },
        ...choose("member_ids", "Siti Rahmawati"),
        ...choose("member_ids", "Budi Santoso"),
        { trigger: ".modal button[name=action_enrol]", run: "click" },
        {
            content: "Both are on the attendance sheet",
            trigger: ".o_list_view .o_data_row:contains(Budi Santoso)",
        },
        { trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        {
            trigger: ".o_control_panel button[name=action_coop_attended]",
            run: "click",
        },
        { trigger: ".o_data_row .badge:contains(Attended)" },
        { trigger: ".breadcrumb-item:contains(First aid in March), .o_back_button", run: "click" },
        { trigger: "button[name=action_coop_award]", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=registration_ids] .badge:contains(Passed)" },
        ...menu("menu_coop_training", "menu_coop_training_certificate"),
        {
            content: "The certificates are there, numbered and valid",
            trigger: ".o_list_view .o_data_row:contains(SERT):contains(Siti):contains(Valid)",
        },
    ]),
});

/* On a phone: a member registers for a course, finds the ticket, shows a certificate. */
registry.category("web_tour.tours").add("coop_training_phone", {
    steps: () => patient([
        fits("The start page"),
        { trigger: "a[href='/my/training']", run: "click", expectUnloadPage: true },
        fits("The courses"),
        {
            trigger: ".o_coop_session:contains(First aid at work) button:contains(Register)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".alert-success:contains(You are registered)" },
        {
            trigger: ".o_coop_place a:contains(First aid at work)",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "The ticket", trigger: "#wrap svg[role=img]" },
        fits("The ticket"),
        {
            trigger: "a[href='/my/training']:contains(Back)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "a[href='/my/skills']", run: "click", expectUnloadPage: true },
        { trigger: ".o_coop_certificate:contains(KEP.188/TKBT1/BDG/2021)" },
        { trigger: ".o_coop_certificate summary", run: "click" },
        { content: "The code", trigger: ".o_coop_certificate details[open] svg" },
        fits("The certificate"),
    ]),
});
