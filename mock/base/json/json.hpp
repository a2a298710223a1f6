// The project's one JSON type, and reading it from text.
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

// Ordered, so that a fixture's keys reach the wire in the order its author wrote them.
using Json = nlohmann::basic_json<OrderedObject, std::vector, std::string, bool, std::int64_t, std::uint64_t,
                                  double, std::allocator, nlohmann::adl_serializer, SharedBytes>;

constexpr int json_depth_max = 200;

// Fails with `malformed_json`, saying line and column. Text that is not UTF-8, or nested deeper than
// `depth_max`, is malformed too: recursive readers may trust what came through here.
Result<Json> parse_json(std::string_view text, int depth_max = json_depth_max);

// Compact and raw UTF-8: the form that goes on the wire. Every number has the digits that parse_json() read.
std::string to_text(const Json& json);

// The JSON Pointer (RFC 6901) of a member or element below `parent`.
std::string pointer_to(std::string_view parent, std::string_view member);
std::string pointer_to(std::string_view parent, std::size_t index);

// [{"at","message","rule"}...]; without `rule` where it is empty.
Json to_json(const std::vector<Violation>& violations);

// The error as answers carry it: {"error":{"code","message",...}}.
Json to_json(const Error& error);

// RFC 7396.
void merge_patch(Json& target, const Json& patch);

// Whether `whole` has everything that `part` names: objects member by member, lists element by
// element, all else equal; a number however it is written.
bool contains(const Json& whole, const Json& part);

} // namespace chatmock
