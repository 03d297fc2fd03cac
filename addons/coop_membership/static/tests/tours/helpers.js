/* Copyright 2026 The cooperative suite contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */

/** Steps with time for a busy machine, which compiles its assets first. */
export const patient = (steps) => steps.map((step) => ({ timeout: 60000, ...step }));

/** A step that fails where a page is wider than the screen of a phone. */
export const fits = (what) => ({
    content: `${what} fits the screen`,
    trigger: "#wrap",
    run() {
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth > clientWidth) {
            throw new Error(`${what}: ${scrollWidth} wide on a screen of ${clientWidth}`);
        }
    },
});
