// Placeholders in the strings of a payload:
//
//   ${now}  ${now+5s}  ${now-2h}   the mock's time, shifted by ms, s, m, h or d
//   ${uuid}                        a new UUID at each place
//   ${seq}                         1, 2, 3, ... at each place
//   ${user}                        the recipient
//   $${now}                        the text ${now}
#pragma once

#include "base/json/json.hpp"
#include "base/seeded.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace chatmock::catalogue {

// The payload with every ${ in its strings as $${, so that a template of it renders the payload itself.
Json with_placeholders_escaped(Json payload);

// How many of each were drawn so far.
struct Counters {
    std::uint64_t uuid = 0;
    std::uint64_t seq = 0;
};

// What placeholders are filled from.
struct Filling {
    Instant now;
    std::string_view user;
    const Seeded& seeded;
};

// What an event carries, its placeholders known to be valid: a payload, or a list of arguments. The first
// argument is the payload then; there may be none.
class Template {
public:
    Template() = default;

    // Fails with `unknown_placeholder`, or with `invalid_value` where {"$binary":…} holds no base64. The
    // error's place is a pointer below `at`.
    static Result<Template> compile(Json payload, const std::string& at);
    static Result<Template> compile_arguments(Json list, const std::string& at);

    // As a fixture's file has it: {"args":[…]} with no other member is a list of arguments, all else is a
    // payload. "$schema" is for editors, and no part of it.
    static Result<Template> compile_fixture(Json json, const std::string& at);

    // Of a payload that is wrong on purpose: its bytes are not checked. Its placeholders are valid.
    static Template of_broken(Json payload);

    // The payload or the list, and the same as a fixture's file has it.
    const Json& content() const { return content_; }
    Json source() const;

    bool is_list() const { return is_list_; }

    // The payload in the content, rendered or not; null where there are no arguments.
    const Json* payload_in(const Json& content) const;

    // The same with another payload, which may be wrong on purpose.
    Template with_payload(Json payload) const;

    // Whether renderings differ at all, and whether they differ by recipient.
    bool is_dynamic() const { return placeholders_ > 0; }
    bool is_per_user() const { return users_ > 0; }

    // What the placeholders amount to, at the most, where this is the recipient.
    std::size_t bytes_filled(std::string_view user) const;

    // Draws from `counters`: the same counters give the same bytes.
    Json render(const Filling& filling, Counters& counters) const;

    // Filled with samples, always the same: for what has to be said of a payload before it is sent.
    Json sample() const;

    // Of the payload alone; null where there are no arguments.
    Json sample_payload() const;

private:
    Result<void> take(Json content, const std::string& at);
    static Result<Template> compiled(Json content, bool is_list, const std::string& at);

    Json content_;
    bool is_list_ = false;
    std::size_t placeholders_ = 0; // and escapes
    std::size_t users_ = 0;        // of these, how many stand for the recipient
};

} // namespace chatmock::catalogue
