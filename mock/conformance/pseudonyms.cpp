#include "conformance/pseudonyms.hpp"

#include "conformance/drift.hpp"
#include "conformance/fakes.hpp"
#include "conformance/formats.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace chatmock::conformance {

namespace {

bool ends_with(const std::string& text, std::string_view suffix) {
    return text.size() >= suffix.size() &&
           text.compare(text.size() - suffix.size(), suffix.size(), suffix) == 0;
}

// Whether a number in a field of that name, or in a list there, says who or which.
bool names_an_id(const std::string& field) {
    if (field == "id" || field == "ids") return true;
    constexpr std::array<std::string_view, 6> suffixes = {"_id", "Id", "ID", "_ids", "Ids", "IDs"};
    return std::any_of(suffixes.begin(), suffixes.end(),
                       [&](auto suffix) { return ends_with(field, suffix); });
}

bool is_listed(const catalogue::Schemas& schemas, const Json& value) {
    return std::any_of(schemas.begin(), schemas.end(), [&](const Json* schema) {
        const auto only = schema->find("const");
        const auto listed = schema->find("enum");
        return (only != schema->end() && *only == value) ||
               (listed != schema->end() && std::find(listed->begin(), listed->end(), value) != listed->end());
    });
}

} // namespace

// Along payload and contract.
class Pseudonyms::Walk {
public:
    Walk(const Pseudonyms& pseudonyms, const Json& root, const Attempts& attempts)
        : pseudonyms_(pseudonyms), root_(root), attempts_(attempts) {}

    Json disguise(const Json& payload) const {
        return disguised(payload, catalogue::speaking_with(root_, root_), "", "");
    }

private:
    Json disguised(const Json& value, const catalogue::Schemas& schemas, const std::string& field,
                   const std::string& at) const {
        if (value.is_object()) return disguised_object(value, schemas, at);
        if (value.is_array()) return disguised_list(value, schemas, field, at);
        if (is_listed(schemas, value)) return value;
        if (value.is_string()) return fake_of(value.get_ref<const std::string&>(), at);
        return value.is_number_integer() && names_an_id(field) ? fake_of_id(value, at) : value;
    }

    Json disguised_object(const Json& object, const catalogue::Schemas& schemas,
                          const std::string& at) const {
        Json disguise = Json::object();
        for (const auto& [name, member] : object.items()) {
            const bool stays = pseudonyms_.kept_fields_.count(name) != 0;
            disguise[name] = stays ? member
                                   : disguised(member, catalogue::of_member(root_, schemas, name), name,
                                               pointer_to(at, name));
        }
        return disguise;
    }

    Json disguised_list(const Json& list, const catalogue::Schemas& schemas, const std::string& field,
                        const std::string& at) const {
        const auto of_items = catalogue::of_first_item(root_, schemas);
        Json disguise = Json::array();
        for (std::size_t i = 0; i < list.size(); ++i)
            disguise.push_back(disguised(list[i], of_items, field, pointer_to(at, i)));
        return disguise;
    }

    std::string fake_of(const std::string& text, const std::string& at) const {
        const auto format = format_of(text);
        if (text.empty() || format == "date-time") return text;
        if (format == "uuid") return fake_uuid(text, draw("uuid", lower_case(text), at));
        if (is_email_address(text)) return fake_email_address(draw("email", text, at));
        return is_url(text) ? fake_url(text, draw("url", text, at)) : fake_text(text, draw("text", text, at));
    }

    Json fake_of_id(const Json& id, const std::string& at) const {
        const bool is_large =
            id.is_number_unsigned() &&
            id.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()};
        const auto original = is_large ? std::numeric_limits<std::int64_t>::max() : id.get<std::int64_t>();
        if (original <= 0) return id;
        const auto drawn = draw("id", to_text(id), at);
        return attempts_.count(at) == 0 ? fake_id(drawn) : fake_id_like(original, drawn);
    }

    Draw draw(std::string_view purpose, const std::string& original, const std::string& at) const {
        const auto attempt = attempts_.find(at);
        return Seeded(pseudonyms_.seed_)
            .draw(purpose, original, attempt == attempts_.end() ? 0 : attempt->second);
    }

    // A UUID is the same in either case.
    static std::string lower_case(std::string text) {
        for (char& c : text) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
        return text;
    }

    const Pseudonyms& pseudonyms_;
    const Json& root_;
    const Attempts& attempts_;
};

Pseudonyms::Pseudonyms(std::uint64_t seed, std::vector<std::string> kept_fields)
    : seed_(seed), kept_fields_(kept_fields.begin(), kept_fields.end()) {}

Disguised Pseudonyms::disguise(const Json& payload, const catalogue::Contract* contract) const {
    Attempts attempts;
    if (contract == nullptr) return {Walk(*this, Json(), attempts).disguise(payload), {}};
    std::set<std::string> broken_before;
    for (auto& drift : drifts_of(*contract, payload)) broken_before.insert(std::move(drift.at));
    constexpr std::uint64_t attempts_max = 10;
    for (std::uint64_t attempt = 1;; ++attempt) {
        Disguised disguised{Walk(*this, contract->schema(), attempts).disguise(payload), {}};
        for (auto& drift : drifts_of(*contract, disguised.payload)) {
            if (broken_before.count(drift.at) != 0) continue;
            attempts[drift.at] = attempt;
            disguised.broken_at.push_back(std::move(drift.at));
        }
        if (disguised.broken_at.empty() || attempt == attempts_max) return disguised;
    }
}

} // namespace chatmock::conformance
