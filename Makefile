# Thin: everything is in scripts/, which runs on a bare Python.
PYTHON ?= python3
COOP = $(PYTHON) -B scripts/coop.py

DB ?= coop_demo
DEMO ?= 1
PORT ?= 8069

.PHONY: run test db shell
run:
	@$(COOP) run --port "$(PORT)"

test:
	@$(COOP) test --addons "$(ADDONS)" -k "$(K)"

db:
	@$(COOP) db --db "$(DB)" --addons "$(ADDONS)" --demo "$(DEMO)"

shell:
	@$(COOP) shell --db "$(DB)"
