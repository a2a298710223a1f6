#include "base/text/nearest.hpp"
#include "catalogue/catalogue.hpp"

#include <algorithm>
#include <set>

namespace chatmock::catalogue {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view contract_suffix = ".schema.json";
constexpr std::string_view fixture_suffix = ".json";

std::string file_uri(const std::string& path) { return "file:///" + path; }

Error in_file(Error error, const fs::path& file) {
    error.file = file.string();
    return error;
}

// The documents below the contracts, each read once: a contract is also a schema that others may refer to.
struct Documents {
    schema::Library library;
    std::map<fs::path, Result<std::shared_ptr<const Json>>> by_file;
};

Documents load_documents(const fs::path& contracts) {
    Documents documents;
    for (const auto& file : files_below(contracts, fixture_suffix).files) {
        auto document = read_json_file(file.path);
        if (!document) {
            documents.by_file.emplace(file.path, document.error());
            continue;
        }
        const auto uri = file_uri(file.name);
        documents.library.add(uri, std::move(*document));
        documents.by_file.emplace(file.path, documents.library.find(uri));
    }
    return documents;
}

Result<Json> schema_in(const fs::path& file, const Documents& documents) {
    const auto known = documents.by_file.find(file);
    if (known == documents.by_file.end()) return read_json_file(file); // saved since the documents were read
    if (!known->second) return known->second.error();
    return Json(**known->second);
}

Result<Event> load_event(const fs::path& file, const Documents& documents, schema::Settings settings) {
    auto schema = schema_in(file, documents);
    if (!schema) return schema.error();
    settings.uri = file_uri("events/" + file.filename().string());
    auto contract = Contract::compile(std::move(*schema), std::move(settings));
    if (!contract) return in_file(contract.error(), file);
    return Event{stem_of(file, contract_suffix), std::move(*contract), {}};
}

Result<Fixture> load_fixture(const fs::path& file) {
    auto payload = read_json_file(file);
    if (!payload) return payload.error();
    auto compiled = Template::compile_fixture(std::move(*payload), "");
    if (!compiled) return in_file(compiled.error(), file);
    return Fixture{stem_of(file, fixture_suffix), std::move(*compiled), file};
}

class Loader {
public:
    // `last_good` may be null.
    Loader(const fs::path& contracts, const Catalogue* last_good, schema::Settings settings)
        : contracts_(contracts), last_good_(last_good), settings_(std::move(settings)) {}

    void load_contracts(const Documents& documents) {
        const auto files = files_in(contracts_, contract_suffix);
        if (!files) return keep_contracts(files.error());
        for (const auto& file : *files) {
            names_.push_back(stem_of(file, contract_suffix));
            auto event = load_event(file, documents, settings_);
            if (event) {
                events_.emplace(event->name, std::move(*event));
            } else {
                unloadable_.push_back(event.error());
                keep_contract(names_.back());
            }
        }
        if (!names_.empty()) return;
        keep_contracts(in_file({ErrorCode::unreadable_file,
                                is_absent(contracts_)
                                    ? "expected a folder of EVENT.schema.json files, there is none"
                                    : "expected EVENT.schema.json files in this folder, there are none"},
                               contracts_));
    }

    // An event may have no fixtures: calls can contain payloads. Expects the layers from the uppermost down.
    void load_fixtures(const FileLayer& layer) {
        const auto directory = layer.folder / "events";
        const auto folders = folders_in(directory);
        if (!folders) return keep_fixtures(directory, folders.error());
        if (is_absent(directory) && has_last_fixtures(directory))
            return keep_fixtures(directory, folder_removed(directory));
        for (const auto& folder : *folders) {
            const auto name = folder.filename().string();
            if (std::find(names_.begin(), names_.end(), name) == names_.end()) {
                if (layer.is_optional) continue;
                unloadable_.push_back(uncontracted(folder));
                keep_contract(name);
            }
            const auto event = events_.find(name);
            if (event != events_.end()) load_fixtures_of(event->second, folder, layer.is_optional);
        }
    }

    Loaded take() {
        return {Catalogue(std::move(events_)), std::move(unloadable_), std::move(broken_),
                std::move(warnings_)};
    }

private:
    void load_fixtures_of(Event& event, const fs::path& folder, bool is_optional) {
        const auto files = files_in(folder, fixture_suffix);
        if (!files) {
            unloadable_.push_back(files.error());
            return keep_fixtures_of(event, folder);
        }
        for (const auto& file : *files) {
            if (!seen_.insert({event.name, stem_of(file, fixture_suffix)}).second) continue;
            auto fixture = load_fixture(file);
            if (!fixture) {
                unloadable_.push_back(fixture.error());
                keep_fixture(event, stem_of(file, fixture_suffix));
            } else {
                take(event, std::move(*fixture), is_optional);
            }
        }
    }

    // Values of placeholders can only be checked when it is sent.
    void take(Event& event, Fixture fixture, bool is_optional) {
        auto verdict = judge(event.contract, fixture.payload);
        const bool is_broken = !verdict.violations.empty();
        if (is_optional && is_broken) return;
        Error error{ErrorCode::contract_violation, "the fixture breaks the contract of " + event.name};
        error.violations = verdict.violations;
        if (is_broken) broken_.push_back(in_file(std::move(error), fixture.file));
        if (!is_optional && !verdict.warnings.empty()) {
            error.message =
                "a text of the fixture does not match its `format` in the contract of " + event.name;
            error.violations = verdict.warnings;
            warnings_.push_back(in_file(std::move(error), fixture.file));
        }
        event.put(std::move(fixture), std::move(verdict));
    }

    Error uncontracted(const fs::path& folder) const {
        const auto name = folder.filename().string();
        if (last_event(name) != nullptr)
            return in_file(
                {ErrorCode::unreadable_file, "the contract was removed, but there are fixtures of " + name},
                contracts_ / (name + std::string(contract_suffix)));
        const auto message = unknown_name_message("event", name, names_);
        return in_file({ErrorCode::unknown_event, message + "; an event needs a contract"}, folder);
    }

    const Event* last_event(const std::string& name) const {
        if (last_good_ == nullptr) return nullptr;
        const auto found = last_good_->events().find(name);
        return found == last_good_->events().end() ? nullptr : &found->second;
    }

    void keep_contract(const std::string& name) {
        if (const Event* last = last_event(name)) events_.emplace(name, Event{name, last->contract, {}});
    }

    void keep_contracts(Error error) {
        unloadable_.push_back(std::move(error));
        if (last_good_ == nullptr) return;
        for (const auto& [name, event] : last_good_->events()) {
            names_.push_back(name);
            keep_contract(name);
        }
    }

    bool has_last_fixtures(const fs::path& directory) const {
        if (last_good_ == nullptr) return false;
        const auto is_of_it = [&](const auto& fixture) { return is_below(fixture.second.file, directory); };
        return std::any_of(last_good_->events().begin(), last_good_->events().end(), [&](const auto& each) {
            return std::any_of(each.second.fixtures.begin(), each.second.fixtures.end(), is_of_it);
        });
    }

    void keep_fixtures(const fs::path& directory, Error error) {
        unloadable_.push_back(std::move(error));
        for (auto& [name, event] : events_) keep_fixtures_of(event, directory);
    }

    // The fixtures that were loaded from there.
    void keep_fixtures_of(Event& event, const fs::path& directory) {
        const Event* last = last_event(event.name);
        if (last == nullptr) return;
        for (const auto& [name, fixture] : last->fixtures) {
            if (!is_below(fixture.file, directory) || !seen_.insert({event.name, name}).second) continue;
            event.put(fixture);
        }
    }

    void keep_fixture(Event& event, const std::string& name) const {
        const Event* last = last_event(event.name);
        if (last == nullptr) return;
        const auto found = last->fixtures.find(name);
        if (found != last->fixtures.end()) event.put(found->second);
    }

    const fs::path contracts_;
    const Catalogue* const last_good_;
    const schema::Settings settings_;
    std::vector<std::string> names_; // of all contracts, including those that did not load
    std::map<std::string, Event, std::less<>> events_;
    std::set<std::pair<std::string, std::string>> seen_; // fixtures of the layers so far, by event and name
    std::vector<Error> unloadable_;
    std::vector<Error> broken_;
    std::vector<Error> warnings_;
};

} // namespace

schema::Library load_library(const fs::path& contracts) { return load_documents(contracts).library; }

Loaded load(const FileLayers& fixtures, const fs::path& contracts, const Catalogue* last_good,
            bool asserts_formats) {
    const auto documents = load_documents(contracts);
    schema::Settings settings;
    settings.library = std::make_shared<const schema::Library>(documents.library);
    settings.asserts_formats = asserts_formats;
    Loader loader(contracts / "events", last_good, std::move(settings));
    loader.load_contracts(documents);
    for (const auto& layer : fixtures) loader.load_fixtures(layer);
    return loader.take();
}

} // namespace chatmock::catalogue
