/* Copyright 2026 The cooperative suite contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */
import { registry } from "@web/core/registry";
import { fits, patient } from "@coop_membership/../tests/tours/helpers";

/* A client on a phone: from the list to the rated and signed acceptance. */
registry.category("web_tour.tours").add("coop_sign_acceptance", {
    steps: () =>
        patient([
            fits("The list"),
            {
                trigger: ".list-group-item-action:contains(BAST)",
                run: "click",
                expectUnloadPage: true,
            },
            { trigger: "h1:contains(Acceptance of work)" },
            fits("The acceptance"),
            { trigger: "#rate input[name=rating][value='5']", run: "click" },
            { trigger: "#rate textarea", run: "edit Clean and on time" },
            {
                trigger: "#rate button[type=submit]",
                run: "click",
                expectUnloadPage: true,
            },
            { trigger: ".alert-success:contains(Thank you for your rating)" },
            {
                trigger: "#sign .o_web_sign_name_group input, #sign input[name=signer]",
                run: "edit Ibu Ratna",
            },
            { trigger: "#sign .o_web_sign_auto_button", run: "click" },
            {
                content: "The signature is drawn",
                trigger: "#sign .o_portal_sign_submit:enabled",
                run: "click",
                expectUnloadPage: true,
            },
            { trigger: ".alert-success:contains(The work is accepted)" },
            { trigger: "img[alt='Signature']" },
            fits("The signed acceptance"),
        ]),
});
