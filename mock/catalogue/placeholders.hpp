// Placeholders in the strings of a payload:
//
//   ${now}  ${now+5s}  ${now-2h}   the mock's time, shifted by ms, s, m, h or d
//   ${uuid}                        a new UUID at each place
//   ${seq}                         1, 2, 3, ... at each place
//   ${user}                        the recipient
//   ${last.EVENT.FIELD}            a value of the last such event that was sent; alone in its string it keeps
//                                  its type, within other text it is text
//   $${now}                        the text ${now}
#pragma once

#include "base/json/json.hpp"
#include "base/seeded.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::catalogue {

// The payload with every ${ in its strings as $${, so that its template renders the original payload.
Json with_placeholders_escaped(Json payload);

// The number of drawn values of each kind.
struct Counters {
    std::uint64_t uuid = 0;
    std::uint64_t seq = 0;
};

// The values of ${last.…}, by the text behind the first dot: "NewMessage.id".
using LastValues = std::map<std::string, Json, std::less<>>;

// The values for placeholders.
struct Filling {
    Instant now;
    std::string_view user;
    const Seeded& seeded;
    const LastValues* last = nullptr; // all that the template refers to; without them, samples stand there
};

// An event's content with valid placeholders: a payload, or a list of arguments, whose first is the payload;
// the list may be empty.
class Template {
public:
    Template() = default;

    // Fails with `unknown_placeholder`, or with `invalid_value` if a {"$binary":…} holds malformed base64.
    // The error's place is a pointer below `at`.
    static Result<Template> compile(Json payload, const std::string& at);
    static Result<Template> compile_arguments(Json list, const std::string& at);

    // From a fixture's file: {"args":[…]} without another member is a list of arguments, any other JSON a
    // payload. "$schema" is for editors, and no part of it.
    static Result<Template> compile_fixture(Json json, const std::string& at);

    // For a payload that is invalid on purpose: its bytes are not checked. Its placeholders must be valid.
    static Template of_broken(Json payload);

    // The payload or the list; and its form in a fixture's file.
    const Json& content() const { return *content_; }
    Json source() const;

    bool is_list() const { return is_list_; }

    // The payload in the content, rendered or not; null if there are no arguments.
    const Json* payload_in(const Json& content) const;

    // The same with another payload, which may be invalid on purpose.
    Template with_payload(Json payload) const;

    // True if renderings can differ; and if they differ per recipient.
    bool is_dynamic() const { return placeholders_ > 0; }
    bool is_per_user() const { return users_ > 0; }

    // The references ${last.…} in it, with their numbers of uses.
    const std::map<std::string, std::size_t>& references() const { return references_; }

    // The most bytes that the placeholders can add for this recipient.
    std::size_t bytes_filled(std::string_view user, const LastValues& last) const;

    // Draws from `counters`: equal counters give equal bytes.
    Json render(const Filling& filling, Counters& counters) const;

    // Filled with constant sample values, for checks before the event is sent.
    Json sample() const;

    // The payload of the sample; null if there are no arguments.
    Json sample_payload() const;

    // The places in the payload where values of sent events will be, as JSON Pointers.
    std::vector<std::string> reference_places() const;

private:
    Result<void> take(Json content, const std::string& at);
    static Result<Template> compiled(Json content, bool is_list, const std::string& at);

    std::shared_ptr<const Json> content_ = std::make_shared<const Json>(); // copies share it
    bool is_list_ = false;
    std::size_t placeholders_ = 0; // with escapes
    std::size_t users_ = 0;        // placeholders for the recipient
    std::map<std::string, std::size_t> references_;
};

} // namespace chatmock::catalogue
