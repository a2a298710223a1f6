// The official JSON-Schema-Test-Suite, in the folder of JSON_SCHEMA_TEST_SUITE: Debian's
// /usr/share/json-schema-test-suite (draft-07 only) or a checkout of the suite.
#include "schema/schema.hpp"

#include "support/results.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

namespace chatmock::schema {

namespace {

namespace fs = std::filesystem;

struct SuiteDraft {
    std::string folder;
    std::string uri;
};

const std::vector<SuiteDraft> drafts = {{"draft7", "http://json-schema.org/draft-07/schema#"},
                                        {"draft2019-09", "https://json-schema.org/draft/2019-09/schema"},
                                        {"draft2020-12", "https://json-schema.org/draft/2020-12/schema"}};

// Tests of optional behaviour with another result here, and the reason.
const std::map<std::string, std::string> differences = {
    {"content.json: validation of string-encoded content based on media type: an invalid JSON document",
     "contentMediaType and contentEncoding describe a text; later drafts forbid to refuse it for them"},
    {"content.json: validation of binary string-encoding: an invalid base64 string (% is not a valid "
     "character)",
     "the same"},
    {"content.json: validation of binary-encoded media type documents: a validly-encoded invalid JSON "
     "document",
     "the same"},
    {"content.json: validation of binary-encoded media type documents: an invalid base64 string that is "
     "valid JSON",
     "the same"},
    {"ecmascript-regex.json: ECMA 262 lookbehind is valid, including variable width: a variable-width "
     "lookbehind (ES2018)",
     "PCRE2 looks back over a known length only; such a pattern is refused when the contract is read"},
    {"ecmascript-regex.json: ECMA 262 regex non-compliance: ECMA 262 has no support for \\Z anchor from .NET",
     "an escape that ECMA-262 does not have is refused when the contract is read"},
    {"idn-hostname.json: validation of internationalized host names: Bidi domain name with a digit-first "
     "label is "
     "invalid",
     "each label is held to the rule about directions, not the name as a whole"},
};

Json read(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return expect_value(parse_json(std::string{std::istreambuf_iterator<char>(stream), {}}));
}

std::vector<fs::path> json_files_below(const fs::path& folder) {
    std::vector<fs::path> files;
    if (!fs::exists(folder)) return files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::shared_ptr<const Library> remotes_of(const fs::path& suite) {
    Library library;
    for (const auto& file : json_files_below(suite / "remotes"))
        library.add("http://localhost:1234/" + file.lexically_relative(suite / "remotes").generic_string(),
                    read(file));
    return std::make_shared<const Library>(std::move(library));
}

class Run {
public:
    Run(const fs::path& suite, const SuiteDraft& draft) : draft_(draft), library_(remotes_of(suite)) {
        for (const auto& file : json_files_below(suite / "tests" / draft.folder)) {
            const bool is_optional = file.string().find("/optional/") != std::string::npos;
            for (const auto& group : read(file)) try_group(file, group, is_optional);
        }
    }

    std::size_t mandatory = 0;
    std::size_t optional = 0;
    std::vector<std::string> misjudged;

private:
    void try_group(const fs::path& file, const Json& group, bool is_optional) {
        Settings settings;
        settings.library = library_;
        settings.asserts_formats = is_optional && file.parent_path().filename() == "format";
        auto schema = group.at("schema");
        if (schema.is_object() && !schema.contains("$schema")) {
            Json named = {{"$schema", draft_.uri}};
            for (const auto& [keyword, value] : schema.items()) named[keyword] = value;
            schema = named;
        }
        const auto compiled = Schema::compile(schema, settings);
        for (const auto& test : group.at("tests")) {
            ++(is_optional ? optional : mandatory);
            const auto name = file.filename().string() + ": " + group.at("description").get<std::string>() +
                              ": " + test.at("description").get<std::string>();
            if (is_optional && differences.count(name) != 0) continue;
            const auto findings = compiled ? compiled->check(test.at("data")) : Findings{{}};
            if (compiled && compiled->holds(test.at("data")) != findings.empty())
                misjudged.push_back(name + ": the verdict is not the explanation's");
            if (!compiled) misjudged.push_back(name + ": refused: " + compiled.error().message);
            else if (findings.empty() != test.at("valid").get<bool>()) misjudged.push_back(name);
        }
    }

    const SuiteDraft& draft_;
    const std::shared_ptr<const Library> library_;
};

} // namespace

TEST_CASE("The official suite's payloads are judged as it says", "[schema][suite]") {
    const char* const named = std::getenv("JSON_SCHEMA_TEST_SUITE");
    if (named == nullptr) {
        WARN("JSON_SCHEMA_TEST_SUITE names no folder: the official suite is not run");
        return;
    }
    const fs::path suite = named;
    REQUIRE(fs::exists(suite / "tests/draft7"));
    for (const auto& draft : drafts) {
        if (!fs::exists(suite / "tests" / draft.folder)) continue;
        const Run run(suite, draft);
        CAPTURE(draft.folder, run.misjudged);
        CHECK(run.mandatory > 400);
        CHECK(run.misjudged.empty());
        WARN(draft.folder << ": " << run.mandatory << " mandatory and " << run.optional
                          << " optional payloads");
    }
}

} // namespace chatmock::schema
