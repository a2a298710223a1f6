#include "conformance/pseudonyms.hpp"

#include "base/json/equality.hpp"
#include "base/json/number.hpp"
#include "base/text/ascii.hpp"
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

// True if numbers in a field of that name, or in a list there, are ids.
bool names_an_id(const std::string& field) {
    if (field == "id" || field == "ids") return true;
    constexpr std::array<std::string_view, 6> suffixes = {"_id", "Id", "ID", "_ids", "Ids", "IDs"};
    return std::any_of(suffixes.begin(), suffixes.end(),
                       [&](auto suffix) { return ends_with(field, suffix); });
}

bool is_listed(const schema::Parts& parts, const Json& value) {
    return std::any_of(parts.begin(), parts.end(), [&](const schema::Node* part) {
        const auto is_it = [&](const Json& each) { return equal(each, value); };
        return (part->constant != nullptr && is_it(*part->constant)) ||
               (part->listed != nullptr && std::any_of(part->listed->begin(), part->listed->end(), is_it));
    });
}

} // namespace

// Walks payload and contract together. Pointers refer to the disguised payload.
class Pseudonyms::Walk {
public:
    // `contract` may be null.
    Walk(const Pseudonyms& pseudonyms, const catalogue::Contract* contract, const Attempts& attempts)
        : pseudonyms_(pseudonyms), contract_(contract), attempts_(attempts) {}

    Json disguise(const Json& payload) {
        const auto parts =
            contract_ == nullptr ? schema::Parts() : schema::parts_of(contract_->rules().root());
        return disguised(payload, parts, "", "");
    }

    // The original pointer of a place in the disguised payload.
    std::string original_of(const std::string& at) const {
        const auto disguised = originals_.find(at);
        if (disguised != originals_.end()) return disguised->second;
        if (at.empty()) return at;
        const auto slash = at.find_last_of('/');
        return original_of(at.substr(0, slash)) + at.substr(slash);
    }

private:
    Json disguised(const Json& value, const schema::Parts& parts, const std::string& field,
                   const std::string& at) {
        if (value.is_object()) return disguised_object(value, parts, at);
        if (value.is_array()) return disguised_list(value, parts, field, at);
        if (is_listed(parts, value)) return value;
        if (value.is_string()) return fake_of(value.get_ref<const std::string&>(), attempt_at(at));
        return (schema::types_of(value) & schema::integer_type) != 0 && names_an_id(field)
                   ? fake_of_id(value, at)
                   : value;
    }

    Json disguised_object(const Json& object, const schema::Parts& parts, const std::string& at) {
        std::set<std::string> taken;
        for (const auto& [name, member] : object.items()) {
            if (names_a_field(name, parts)) taken.insert(name);
        }
        Json disguise = Json::object();
        for (const auto& [name, member] : object.items()) {
            const auto key = names_a_field(name, parts) ? name : fake_of_key(name, taken);
            const auto place = pointer_to(at, key);
            if (key != name) originals_[place] = pointer_to(original_of(at), name);
            const bool stays = pseudonyms_.kept_fields_.count(name) != 0;
            disguise[key] = stays ? member : disguised(member, schema::of_member(parts, name), name, place);
        }
        return disguise;
    }

    // True if the key is a field's name, not data.
    bool names_a_field(const std::string& key, const schema::Parts& parts) const {
        if (is_identifier(key) || pseudonyms_.kept_fields_.count(key) != 0) return true;
        const auto names = schema::member_names(parts);
        return std::find(names.begin(), names.end(), key) != names.end();
    }

    // A fake for a key that is data; differs from all keys in `taken`.
    std::string fake_of_key(const std::string& key, std::set<std::string>& taken) const {
        constexpr std::uint64_t attempts_max = 10;
        for (std::uint64_t attempt = 0; attempt < attempts_max; ++attempt) {
            auto fake = fake_of(key, attempt);
            if (taken.insert(fake).second) return fake;
        }
        const auto taken_already = fake_of(key, 0);
        auto fake = taken_already;
        for (std::size_t n = 2; !taken.insert(fake).second; ++n)
            fake = taken_already + "-" + std::to_string(n);
        return fake;
    }

    Json disguised_list(const Json& list, const schema::Parts& parts, const std::string& field,
                        const std::string& at) {
        const auto of_items = schema::of_first_item(parts);
        Json disguise = Json::array();
        for (std::size_t i = 0; i < list.size(); ++i)
            disguise.push_back(disguised(list[i], of_items, field, pointer_to(at, i)));
        return disguise;
    }

    std::string fake_of(const std::string& text, std::uint64_t attempt) const {
        const auto format = format_of(text);
        if (text.empty() || format == "date-time") return text;
        if (format == "uuid") return fake_uuid(text, draw("uuid", ascii_lower_case(text), attempt));
        if (is_email_address(text)) return fake_email_address(draw("email", text, attempt));
        return is_url(text) ? fake_url(text, draw("url", text, attempt))
                            : fake_text(text, draw("text", text, attempt));
    }

    Json fake_of_id(const Json& id, const std::string& at) const {
        if (decimal_of(id).is_negative()) return id;
        const auto original = integer_of(id).value_or(std::numeric_limits<std::int64_t>::max());
        if (original <= 0) return id;
        const auto drawn = draw("id", to_text(id), attempt_at(at));
        return attempts_.count(at) == 0 ? fake_id(drawn) : fake_id_like(original, drawn);
    }

    std::uint64_t attempt_at(const std::string& at) const {
        const auto attempt = attempts_.find(at);
        return attempt == attempts_.end() ? 0 : attempt->second;
    }

    Draw draw(std::string_view purpose, const std::string& original, std::uint64_t attempt) const {
        return Seeded(pseudonyms_.seed_).draw(purpose, original, attempt);
    }

    const Pseudonyms& pseudonyms_;
    const catalogue::Contract* contract_;
    const Attempts& attempts_;
    std::map<std::string, std::string>
        originals_; // from pointers of values with disguised keys to the original pointers
};

Pseudonyms::Pseudonyms(std::uint64_t seed, std::vector<std::string> kept_fields)
    : seed_(seed), kept_fields_(kept_fields.begin(), kept_fields.end()) {}

Disguised Pseudonyms::disguise(const Json& payload, const catalogue::Contract* contract) const {
    Attempts attempts;
    if (contract == nullptr) return {Walk(*this, nullptr, attempts).disguise(payload), {}};
    std::set<std::string> broken_before;
    for (auto& drift : drifts_of(*contract, payload)) broken_before.insert(std::move(drift.at));
    constexpr std::uint64_t attempts_max = 10;
    for (std::uint64_t attempt = 1;; ++attempt) {
        Walk walk(*this, contract, attempts);
        Disguised disguised{walk.disguise(payload), {}};
        for (auto& drift : drifts_of(*contract, disguised.payload)) {
            if (broken_before.count(walk.original_of(drift.at)) != 0) continue;
            attempts[drift.at] = attempt;
            disguised.broken_at.push_back(std::move(drift.at));
        }
        if (disguised.broken_at.empty() || attempt == attempts_max) return disguised;
    }
}

} // namespace chatmock::conformance
