// The project's only JSON type, and its parser.
#pragma once

#include "base/json/ordered_object.hpp"
#include "base/result.hpp"
#include "base/shared_bytes.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock {

// Ordered: members of a fixture are sent in the order in which its author wrote them.
using Json = nlohmann::basic_json<OrderedObject, std::vector, std::string, bool, std::int64_t, std::uint64_t,
                                  double, std::allocator, nlohmann::adl_serializer, SharedBytes>;

constexpr int json_depth_max = 200;

// Fails with `malformed_json` and says line and column. Text that is not UTF-8, or nests deeper than
// `depth_max`, is malformed, too, so recursive readers of the result cannot exhaust the stack.
Result<Json> parse_json(std::string_view text, int depth_max = json_depth_max);

// Compact, raw UTF-8: the form that is sent. Every number keeps the digits that parse_json() read.
std::string to_text(const Json& json);

// The JSON Pointer (RFC 6901) of a member or element below `parent`.
std::string pointer_to(std::string_view parent, std::string_view member);
std::string pointer_to(std::string_view parent, std::size_t index);

// [{"at","message","rule"}...]; without `rule` where it is empty.
Json to_json(const std::vector<Violation>& violations);

// The error in the form of an answer: {"error":{"code","message",...}}.
Json to_json(const Error& error);

// Applies a JSON Merge Patch (RFC 7396).
void merge_patch(Json& target, const Json& patch);

// The patch with which merge_patch() makes `to` of `from`. A null in `to` counts as absent.
Json merge_patch_between(const Json& from, const Json& to);

// True if `whole` has everything that `part` names: objects member by member, lists element by element, other
// values by equality. The spelling of numbers does not matter.
bool contains(const Json& whole, const Json& part);

} // namespace chatmock
