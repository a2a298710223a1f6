#include "http/chunked_body.hpp"

#include "base/text/digits.hpp"

#include <algorithm>

namespace chatmock::http {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t size_digits_max = 16;

} // namespace

std::size_t ChunkedBody::read(std::string_view bytes, std::string& body, std::size_t body_bytes_max) {
    const auto total = bytes.size();
    while (!is_complete() && !too_large_ && !fault_) {
        const auto part = part_;
        const auto count = read_part(bytes, body, body_bytes_max);
        bytes.remove_prefix(count);
        if (count == 0 && part == part_) break; // more bytes are needed
    }
    return total - bytes.size();
}

std::size_t ChunkedBody::read_part(std::string_view bytes, std::string& body, std::size_t body_bytes_max) {
    switch (part_) {
        case Part::size: {
            const auto count = read_size(bytes);
            too_large_ = part_ == Part::data && chunk_bytes_ > body_bytes_max - body.size();
            return count;
        }
        case Part::data: return read_data(bytes, body);
        case Part::data_end: return read_data_end(bytes);
        case Part::trailers: return read_trailer(bytes);
        case Part::end: return 0;
    }
    return 0;
}

// The line at the front of `bytes`, once its end has arrived.
std::optional<std::string_view> ChunkedBody::line_in(std::string_view bytes, std::size_t bytes_max) {
    const auto end = bytes.find('\n', std::exchange(scanned_, 0));
    if (std::min(end, bytes.size()) > bytes_max) {
        refuse("a chunk's line or the trailers are too long");
    } else if (end == std::string_view::npos) {
        scanned_ = bytes.size();
    } else if (end == 0 || bytes[end - 1] != '\r') {
        refuse("a line ends without a carriage return");
    } else {
        return bytes.substr(0, end - 1);
    }
    return std::nullopt;
}

std::size_t ChunkedBody::read_size(std::string_view bytes) {
    const auto line = line_in(bytes, size_digits_max + extension_bytes_max);
    if (!line) return 0;
    const auto digits = std::min(line->find(';'), line->size());
    const auto size = number_in<std::size_t>(line->substr(0, digits), 16);
    if (!size || digits > size_digits_max) return refuse("expected a chunk size in hexadecimal digits");
    chunk_bytes_ = *size;
    const auto extension = line->substr(digits);
    extension_bytes_ += extension.size();
    if (extension_bytes_ > extension_bytes_max) return refuse("the chunk extensions are too long");
    if (has_controls(extension)) return refuse("a chunk extension has a control character in it");
    part_ = chunk_bytes_ == 0 ? Part::trailers : Part::data;
    return line->size() + line_end.size();
}

std::size_t ChunkedBody::read_data(std::string_view bytes, std::string& body) {
    const auto count = std::min(bytes.size(), chunk_bytes_);
    body += bytes.substr(0, count);
    chunk_bytes_ -= count;
    if (chunk_bytes_ == 0) part_ = Part::data_end;
    return count;
}

std::size_t ChunkedBody::read_data_end(std::string_view bytes) {
    if (bytes.substr(0, line_end.size()) != line_end.substr(0, bytes.size()))
        return refuse("expected a line end behind a chunk");
    if (bytes.size() < line_end.size()) return 0;
    part_ = Part::size;
    return line_end.size();
}

// Trailers are read like headers, then dropped: nothing here uses them.
std::size_t ChunkedBody::read_trailer(std::string_view bytes) {
    const auto line = line_in(bytes, trailer_bytes_max - trailer_bytes_);
    if (!line) return 0;
    trailer_bytes_ += std::min(line->size() + line_end.size(), trailer_bytes_max - trailer_bytes_);
    Headers trailer;
    if (line->empty()) part_ = Part::end;
    else if (const auto fault = parse_header_line(*line, trailer)) fault_ = fault;
    return line->size() + line_end.size();
}

std::size_t ChunkedBody::refuse(std::string_view reason) {
    fault_ = {400, reason};
    return 0;
}

} // namespace chatmock::http
