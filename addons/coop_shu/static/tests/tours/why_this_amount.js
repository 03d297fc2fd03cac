/* Copyright 2026 The cooperative suite contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */
import { registry } from "@web/core/registry";

// a busy machine compiles its assets first
const patient = (steps) => steps.map((step) => ({ timeout: 60000, ...step }));

const fits = (what) => ({
    content: `${what} fits the screen`,
    trigger: "#wrap",
    run() {
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth > clientWidth) {
            throw new Error(`${what}: ${scrollWidth} wide on a screen of ${clientWidth}`);
        }
    },
});

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
