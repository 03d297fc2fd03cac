/* Copyright 2026 The cooperative suite contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */
import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** What blocks a surplus distribution, each row with a button that opens the records. */
export class CoopChecklistField extends Component {
    static template = "coop_shu.Checklist";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }

    async open(row) {
        const {resModel, resId} = this.props.record;
        if (!(await this.props.record.save())) {
            return;
        }
        const action = await this.orm.call(resModel, "action_open_check", [
            [resId],
            row.code,
        ]);
        if (action && action.type) {
            await this.action.doAction(action);
        } else {
            await this.props.record.load();
        }
    }
}

registry.category("fields").add("coop_checklist", {
    component: CoopChecklistField,
    supportedTypes: ["json"],
});
