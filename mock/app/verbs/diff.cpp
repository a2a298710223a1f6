#include "app/cli/exit_code.hpp"
#include "app/verbs/verbs.hpp"
#include "base/files/files.hpp"
#include "catalogue/catalogue.hpp"
#include "conformance/difference.hpp"

#include <iostream>

namespace chatmock::app {

namespace {

namespace fs = std::filesystem;
using conformance::Side;

constexpr std::string_view contract_suffix = ".schema.json";
constexpr std::string_view fixture_suffix = ".json";

Error in_file(Error error, const fs::path& file) {
    error.file = file.string();
    return error;
}

Result<Side> load_contracts(const std::vector<fs::path>& files) {
    Side side{true, {}};
    schema::Settings settings;
    const auto folder = files.front().parent_path();
    const auto contracts = folder.filename() == "events" ? folder.parent_path() : folder;
    settings.library = std::make_shared<const schema::Library>(catalogue::load_library(contracts));
    for (const auto& file : files) {
        auto schema = read_json_file(file);
        if (!schema) return schema.error();
        settings.uri = "file:///" + file.lexically_relative(contracts).generic_string();
        const auto contract = catalogue::Contract::compile(std::move(*schema), settings);
        if (!contract) return in_file(contract.error(), file);
        side.events[stem_of(file, contract_suffix)] = conformance::outline_of_schema(contract->rules());
    }
    return side;
}

// Compares sample values in place of placeholders.
Result<Json> load_fixture(const fs::path& file) {
    auto payload = read_json_file(file);
    if (!payload) return payload;
    const auto compiled = catalogue::Template::compile_fixture(std::move(*payload), "");
    if (!compiled) return in_file(compiled.error(), file);
    return compiled->sample_payload();
}

Result<Side> load_fixtures(const fs::path& events) {
    Side side;
    const auto folders = folders_in(events);
    if (!folders) return folders.error();
    for (const auto& folder : *folders) {
        const auto files = files_in(folder, fixture_suffix);
        if (!files) return files.error();
        std::vector<Json> payloads;
        for (const auto& file : *files) {
            auto payload = load_fixture(file);
            if (!payload) return payload.error();
            payloads.push_back(std::move(*payload));
        }
        if (!payloads.empty())
            side.events[folder.filename().string()] = conformance::outline_of_payloads(payloads);
    }
    return side;
}

// Reads a folder, or the events/ in it.
Result<Side> load_side(const fs::path& folder) {
    for (const auto& events : {folder / "events", folder}) {
        const auto contracts = files_in(events, contract_suffix);
        if (!contracts) return contracts.error();
        auto side = contracts->empty() ? load_fixtures(events) : load_contracts(*contracts);
        if (!side || !side->events.empty()) return side;
    }
    return in_file({ErrorCode::unreadable_file,
                    "expected files events/EVENT.schema.json or events/EVENT/NAME.json, got none"},
                   folder);
}

} // namespace

int diff(const std::string& before, const std::string& after) {
    const auto one = load_side(before);
    const auto other = load_side(after);
    for (const auto* side : {&one, &other}) {
        if (!*side) std::cerr << describe(side->error()) << "\n";
    }
    if (!one || !other) return exit_unusable;
    const auto differences = conformance::differences_of(*one, *other);
    std::cout << conformance::text_of(differences);
    return differences.empty() ? exit_fine : exit_failed;
}

} // namespace chatmock::app
