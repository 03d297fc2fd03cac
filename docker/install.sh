#!/bin/bash
# Installs the addons of $ADDONS on the first call, updates them on later ones.
set -euo pipefail

odoo() {
    /entrypoint.sh odoo "$@"
}

shell() {
    odoo shell --no-http --log-level=error
}

installed() {
    shell <<'PYTHON' 2>/dev/null
import sys
sys.exit(not env["ir.module.module"].search_count([("state", "=", "installed")]))
PYTHON
}

if installed; then
    odoo --update "$ADDONS" --init "$ADDONS" --stop-after-init --no-http
else
    odoo --init "$ADDONS" --load-language=en_US,id_ID --stop-after-init --no-http
    # A fresh Odoo lets admin in with the password "admin".
    shell <<'PYTHON'
password = open("/run/secrets/admin_password").read().strip()
assert len(password) >= 12, "docker/secrets/admin_password: 12 characters or more"
env.ref("base.user_admin").password = password
env.cr.commit()
PYTHON
fi
