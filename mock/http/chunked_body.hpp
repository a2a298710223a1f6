// Reads a request body in chunks (RFC 9112, section 7.1) as its bytes arrive. Pure.
#pragma once

#include "http/head.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock::http {

class ChunkedBody {
public:
    static constexpr std::size_t extension_bytes_max = 16 * 1024; // of all chunks of a body
    static constexpr std::size_t trailer_bytes_max = 16 * 1024;

    // Appends data to `body` and returns the number of bytes that it read. The caller passes the other bytes
    // again, with more after them. Reads nothing once the body is complete, too large or malformed.
    std::size_t read(std::string_view bytes, std::string& body, std::size_t body_bytes_max);

    bool is_complete() const { return part_ == Part::end; }
    bool is_too_large() const { return too_large_; }
    const Fault& fault() const { return fault_; }

private:
    enum class Part { size, data, data_end, trailers, end };

    std::optional<std::string_view> line_in(std::string_view bytes, std::size_t bytes_max);
    std::size_t read_part(std::string_view bytes, std::string& body, std::size_t body_bytes_max);
    std::size_t read_size(std::string_view bytes);
    std::size_t read_data(std::string_view bytes, std::string& body);
    std::size_t read_data_end(std::string_view bytes);
    std::size_t read_trailer(std::string_view bytes);
    std::size_t refuse(std::string_view reason);

    Part part_ = Part::size;
    std::size_t chunk_bytes_ = 0; // that are still to arrive
    std::size_t extension_bytes_ = 0;
    std::size_t trailer_bytes_ = 0;
    std::size_t scanned_ = 0; // of a line whose end has not arrived
    bool too_large_ = false;
    Fault fault_;
};

} // namespace chatmock::http
