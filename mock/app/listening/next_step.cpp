#include "app/listening/next_step.hpp"

namespace chatmock::app {

std::string next_step_after(const conformance::Report& report, const Listened& listened) {
    if (report.has_failure()) {
        return "if the service is right, `chatmock record " + listened.service +
               " --out DIR --infer` writes contracts that allow its events, and "
               "`chatmock diff contracts DIR/contracts` shows the change";
    }
    if (listened.is_cut_short()) return next_step_after(listened);
    return "make the service send the missing events, wait longer (--for 5m), or name the required events "
           "(--expect A,B)";
}

std::string next_step_after(const Listened& listened) {
    switch (listened.end) {
        case ListeningEnd::refused:
            return "check --token (or CHATMOCK_TOKEN), --auth, --namespace and the URL's query";
        case ListeningEnd::lost:
            return "run it again; if it ends the same way, look into the service's log for this client";
        default: return "check the URL, --transport and --eio, and whether the service is up";
    }
}

} // namespace chatmock::app
