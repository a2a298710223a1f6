// Media types of requests and answers (RFC 9110, sections 8.3 and 12.5.1). Pure.
#pragma once

#include <string_view>

namespace chatmock::http {

constexpr const char* json_type = "application/json";
constexpr const char* json_lines_type = "application/jsonl";

// True if a Content-Type is JSON; its case and parameters do not matter.
bool is_json(std::string_view content_type);

// True if an Accept header prefers JSON Lines to JSON.
bool prefers_json_lines(std::string_view accept);

// Whether an Accept-Encoding header names gzip.
bool accepts_gzip(std::string_view accept_encoding);

} // namespace chatmock::http
