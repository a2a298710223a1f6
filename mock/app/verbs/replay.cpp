#include "core/replay/replay.hpp"
#include "app/cli/exit_code.hpp"
#include "app/verbs/verbs.hpp"
#include "base/files/files.hpp"
#include "control/routes.hpp"

#include <iostream>

namespace chatmock::app {

namespace {

// The mock's own transcripts end at 32 MiB.
constexpr std::uintmax_t transcript_bytes_max = std::uintmax_t{256} * 1024 * 1024;

void show(const std::string& file, const core::Difference& difference) {
    std::cout << file << ":" << difference.line << ": ";
    if (difference.unreadable) {
        std::cout << "the line cannot be replayed: " << describe(*difference.unreadable) << "\n- "
                  << difference.recorded << "\n";
        return;
    }
    std::cout << "the run differs from the transcript";
    if (difference.input) {
        std::cout << "\n  input " << difference.input->at("n") << " at " << difference.input->value("at", "")
                  << ": " << to_text(difference.input->at("in"));
    }
    std::cout << "\n- " << difference.recorded << "\n+ " << difference.replayed << "\n";
}

} // namespace

int replay(const std::string& file) {
    const auto text = read_text_file(file, transcript_bytes_max);
    auto replayed = text ? core::replay(*text, control::ask_world) : Result<core::Replayed>(text.error());
    if (!replayed) {
        replayed.error().file = file;
        std::cerr << describe(replayed.error()) << "\n";
        return exit_unusable;
    }
    if (replayed->difference) {
        show(file, *replayed->difference);
        return exit_failed;
    }
    std::cout << replayed->inputs << " inputs replayed: the same, byte for byte"
              << (replayed->complete ? "" : "; the transcript stops before the end of the run") << "\n";
    return exit_fine;
}

} // namespace chatmock::app
