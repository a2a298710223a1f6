// Converts a call's path, query and body to a request for the world: strict, and without decisions.
#pragma once

#include "control/routes.hpp"

namespace chatmock::control {

Result<Asked> ask_console(const Call& call);
Result<Asked> ask_console_file(const Call& call);
Result<Asked> ask_health(const Call& call);
Result<Asked> ask_readiness(const Call& call);
Result<Asked> ask_version(const Call& call);
Result<Asked> ask_metrics(const Call& call);
Result<Asked> ask_openapi(const Call& call);
Result<Asked> ask_asyncapi(const Call& call);
Result<Asked> ask_schema(const Call& call);
Result<Asked> ask_contract(const Call& call);
Result<Asked> ask_events(const Call& call);
Result<Asked> ask_fixtures(const Call& call);
Result<Asked> ask_fixture(const Call& call);
Result<Asked> ask_set_fixture(const Call& call);
Result<Asked> ask_remove_fixture(const Call& call);
Result<Asked> ask_set_contract(const Call& call);
Result<Asked> ask_remove_contract(const Call& call);
Result<Asked> ask_profile(const Call& call);
Result<Asked> ask_set_profile(const Call& call);
Result<Asked> ask_patch_profile(const Call& call);
Result<Asked> ask_types(const Call& call);
Result<Asked> ask_create_token(const Call& call);
Result<Asked> ask_jwks(const Call& call);
Result<Asked> ask_mutants(const Call& call);
Result<Asked> ask_variants(const Call& call);
Result<Asked> ask_inject(const Call& call);
Result<Asked> ask_connections(const Call& call);
Result<Asked> ask_connection(const Call& call);
Result<Asked> ask_wait_for_connections(const Call& call);
Result<Asked> ask_disconnect(const Call& call);
Result<Asked> ask_auth(const Call& call);
Result<Asked> ask_set_auth(const Call& call);
Result<Asked> ask_add_auth_rule(const Call& call);
Result<Asked> ask_restore_auth(const Call& call);
Result<Asked> ask_remove_auth_rule(const Call& call);
Result<Asked> ask_faults(const Call& call);
Result<Asked> ask_replace_faults(const Call& call);
Result<Asked> ask_remove_faults(const Call& call);
Result<Asked> ask_fault(const Call& call);
Result<Asked> ask_install_fault(const Call& call);
Result<Asked> ask_remove_fault(const Call& call);
Result<Asked> ask_scenarios(const Call& call);
Result<Asked> ask_scenario(const Call& call);
Result<Asked> ask_set_scenario(const Call& call);
Result<Asked> ask_remove_scenario(const Call& call);
Result<Asked> ask_run_scenario(const Call& call);
Result<Asked> ask_runs(const Call& call);
Result<Asked> ask_run(const Call& call);
Result<Asked> ask_report_checkpoint(const Call& call);
Result<Asked> ask_wait_for_run(const Call& call);
Result<Asked> ask_stop_run(const Call& call);
Result<Asked> ask_groups(const Call& call);
Result<Asked> ask_set_group(const Call& call);
Result<Asked> ask_remove_group(const Call& call);
Result<Asked> ask_journal(const Call& call);
Result<Asked> ask_export(const Call& call);
Result<Asked> ask_clear_journal(const Call& call);
Result<Asked> ask_journal_stream(const Call& call);
Result<Asked> ask_wait_for_entries(const Call& call);
Result<Asked> ask_verify_journal(const Call& call);
Result<Asked> ask_clock(const Call& call);
Result<Asked> ask_set_clock(const Call& call);
Result<Asked> ask_advance_clock(const Call& call);
Result<Asked> ask_quiesce(const Call& call);
Result<Asked> ask_quiesce_for(const Call& call);
Result<Asked> ask_reset(const Call& call);
Result<Asked> ask_sandboxes(const Call& call);
Result<Asked> ask_make_sandbox(const Call& call);
Result<Asked> ask_sandbox(const Call& call);
Result<Asked> ask_put_sandbox(const Call& call);
Result<Asked> ask_end_sandbox(const Call& call);

} // namespace chatmock::control
