#include "app/cli/exit_code.hpp"
#include "app/data/find_data.hpp"
#include "app/listening/listening.hpp"
#include "app/listening/next_step.hpp"
#include "app/verbs/verbs.hpp"
#include "base/files/built_in.hpp"
#include "base/files/files.hpp"
#include "base/json/json_text.hpp"
#include "conformance/inference.hpp"
#include "conformance/recording.hpp"

#include <algorithm>
#include <iostream>

namespace chatmock::app {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t record_for_ms = 60000;

// Continues with the contracts of an earlier recording.
Result<fs::path> contracts_for(const RecordOptions& options) {
    const auto own = fs::path(options.out) / "contracts";
    std::error_code failure;
    const bool is_own = options.contracts.empty() && fs::is_directory(own / "events", failure);
    return is_own ? Result<fs::path>(own) : find_contracts(options.contracts);
}

// A profile that accepts the same callers as the shipped one, with the service's timings.
Json profile_like(const engineio::Timings& timings) {
    Json profile = {{"description", "As a recorded service behaves."}};
    const auto shipped = read_json_file(fs::path(built_in_folder) / "fixtures/profiles/default.json");
    if (shipped && shipped->contains("auth")) profile["auth"] = (*shipped)["auth"];
    profile["protocol"] = {{"ping_interval_ms", timings.ping_interval.count()},
                           {"ping_timeout_ms", timings.ping_timeout.count()},
                           {"max_payload", timings.max_payload}};
    return profile;
}

// Writes a recording to its folder, and logs each file.
class RecordingFolder {
public:
    explicit RecordingFolder(fs::path folder) : folder_(std::move(folder)) {}

    // Keeps existing files.
    Result<void> add(const fs::path& path, const std::string& text) {
        std::error_code failure; // writing reports the error
        if (fs::exists(folder_ / path, failure)) return {};
        return write(path, text);
    }

    Result<void> write(const fs::path& path, const std::string& text) {
        auto result = write_text_file(folder_ / path, text);
        if (result) std::cout << (folder_ / path).string() << "\n";
        return result;
    }

private:
    fs::path folder_;
};

// An event without a contract gets fixtures only if its contract is inferred.
std::vector<conformance::RecordedFile> usable_files(const conformance::Recording& recording, bool infer) {
    std::set<std::string> uncontracted;
    for (const auto& event : recording.events()) {
        if (!event.has_contract) uncontracted.insert(event.name);
    }
    std::vector<conformance::RecordedFile> files;
    for (const auto& file : recording.files()) {
        const auto event = fs::path(file.path).parent_path().filename().string();
        if (infer || uncontracted.count(event) == 0) files.push_back(file);
    }
    return files;
}

// True if a fixture has the shape of a received event, from this or an earlier recording.
bool is_anything_kept(const conformance::Recording& recording, bool infer) {
    const auto events = recording.events();
    return std::any_of(events.begin(), events.end(), [infer](const conformance::RecordedEvent& event) {
        return (event.has_contract || infer) && event.heard > event.unusable + event.left_out;
    });
}

// Writes all contracts, so that the recording can be served with them.
Result<void> save_contracts(const conformance::Inference& inference, const catalogue::Catalogue& catalogue,
                            RecordingFolder& folder) {
    auto schemas = inference.schemas();
    for (const auto& [name, event] : catalogue.events()) schemas.emplace(name, event.contract.schema());
    for (const auto& [name, schema] : schemas) {
        const auto path = fs::path("contracts") / "events" / (name + ".schema.json");
        if (auto saved = folder.write(path, to_file_text(schema)); !saved) return saved;
    }
    return {};
}

void summarize(const conformance::Recording& recording, bool infer) {
    for (const auto& event : recording.events()) {
        if (event.heard == 0) continue;
        std::cerr << event.name << ": " << event.heard << " received, " << event.recorded
                  << " of a new shape";
        if (event.left_out > 0) std::cerr << ", " << event.left_out << " more left out";
        if (event.unusable > 0)
            std::cerr << ", " << event.unusable
                      << " not usable: a fixture has exactly one argument, without bytes";
        if (!event.has_contract && !infer)
            std::cerr << "; not saved, since it has no contract: --infer makes one";
        std::cerr << "\n";
        for (const auto& name : event.broken)
            std::cerr << event.name << "/" << name
                      << ".json: the replaced values violate the contract; the original values do not\n";
    }
    if (recording.left_out_events() > 0)
        std::cerr << recording.left_out_events()
                  << " more received, not saved: too many different events without a contract\n";
    if (recording.refused() == 0) return;
    std::cerr << recording.refused() << " received, not saved: the event's name cannot be a file's name:";
    for (const auto& name : recording.refused_names()) std::cerr << " " << name;
    std::cerr << "\n";
}

void summarize(const conformance::Inference& inference) {
    for (const auto& change : inference.changes()) std::cout << conformance::line_of(change) << "\n";
    for (const auto& event : inference.unresolved())
        std::cout << event << ".schema.json: unchanged, as no change accepts every received payload\n";
}

// Writes all requested files.
Result<void> save(const conformance::Recording& recording, const conformance::Inference& inference,
                  const catalogue::Catalogue& catalogue, const engineio::Timings& timings,
                  const RecordOptions& options) {
    RecordingFolder folder(options.out);
    for (const auto& file : usable_files(recording, options.infer)) {
        if (auto saved = folder.add(file.path, file.text); !saved) return saved;
    }
    auto saved = folder.add("profiles/default.json", to_file_text(profile_like(timings)));
    return saved && options.infer ? save_contracts(inference, catalogue, folder) : saved;
}

} // namespace

int record(const ServiceOptions& asked, const RecordOptions& options) {
    std::error_code failure;
    fs::create_directories(options.out, failure); // early, so a failure is known before anything is recorded
    if (failure) return unusable(options.out + ": expected a folder: " + failure.message());
    const auto contracts = contracts_for(options);
    if (!contracts) return unusable(describe(contracts.error()));
    const auto loaded = catalogue::load(fs::path(options.out), *contracts);
    if (!loaded.unloadable.empty()) return unusable(describe(loaded.unloadable.front()));
    conformance::Recording recording(loaded.catalogue, {options.seed, options.kept});
    conformance::Inference inference(loaded.catalogue);
    auto service = asked;
    std::size_t heard = 0;
    if (!service.for_ms) service.for_ms = record_for_ms;
    const auto listened =
        listen_to(service, {[](const std::string& url) { std::cerr << "connected to " << url << std::endl; },
                            [&](const HeardEvent& each) {
                                ++heard;
                                const auto arguments = arguments_for(loaded.catalogue, each);
                                recording.hear(each.event.name, arguments);
                                if (options.infer) inference.hear(each.event.name, arguments);
                                return false;
                            }});
    if (!listened) return unusable(describe(listened.error()));
    if (listened->end == ListeningEnd::refused || listened->end == ListeningEnd::unreachable)
        return unusable(describe(*listened) + "\nnext: " + next_step_after(*listened));
    summarize(recording, options.infer);
    if (!is_anything_kept(recording, options.infer)) {
        std::cerr << (heard == 0 ? "no event was received: " : "no received event was kept: ")
                  << describe(*listened) << "\n";
        return listened->is_cut_short() ? exit_unusable : exit_failed;
    }
    const auto saved = save(recording, inference, loaded.catalogue, listened->timings, options);
    if (options.infer) summarize(inference);
    if (!saved) return unusable(describe(saved.error()));
    return listened->is_cut_short() ? unusable(describe(*listened)) : exit_fine;
}

} // namespace chatmock::app
