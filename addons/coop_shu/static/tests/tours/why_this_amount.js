/* Copyright 2026 The cooperative suite contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */
import { registry } from "@web/core/registry";
import { fits, patient } from "@coop_membership/../tests/tours/helpers";

/* On a phone: from the start page to why my share is this amount. */
registry.category("web_tour.tours").add("coop_why_this_amount", {
    steps: () => patient([
        fits("The start page"),
        {
            trigger: ".o_portal_index_card a[href='/my/shu'], a[href='/my/shu']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "h1:contains(My surplus)" },
        fits("The list of years"),
        {
            trigger: ".list-group-item-action:contains(SHU)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "h1:contains(Why this amount)" },
        {
            content: "The four big numbers",
            trigger:
                "#wrap:contains(Patronage share):contains(Capital share):contains(Total):contains(Payable)",
        },
        { trigger: "#wrap:contains(4,500,000)" },
        { trigger: "svg.o_coop_pools[role=img]:contains(You)" },
        fits("The explanation"),
    ]),
});
