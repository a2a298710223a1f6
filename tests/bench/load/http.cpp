#include "load/http.hpp"

#include "load/failure.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace bench {

namespace {

bool is_same_letter(char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

std::size_t number_in(std::string_view digits) {
    std::size_t number = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failure != std::errc() || digits.empty())
        throw Failure("expected a number, got \"" + std::string(digits) + "\"");
    return number;
}

} // namespace

std::string http_request(std::string_view method, std::string_view target, std::string_view body) {
    std::string text;
    text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    if (!body.empty()) {
        const bool is_json = body.front() == '{';
        text.append("Content-Type: ").append(is_json ? "application/json" : "text/plain;charset=UTF-8");
        text.append("\r\nContent-Length: ").append(std::to_string(body.size())).append("\r\n");
    }
    return text.append("\r\n").append(body);
}

std::string_view HttpResponse::header(std::string_view name) const {
    for (std::size_t line = head.find("\r\n"); line + 2 < head.size(); line = head.find("\r\n", line + 2)) {
        const auto rest = head.substr(line + 2);
        if (rest.size() <= name.size() || rest[name.size()] != ':') continue;
        if (!std::equal(name.begin(), name.end(), rest.begin(), is_same_letter)) continue;
        const auto value = rest.substr(name.size() + 1, rest.find("\r\n") - name.size() - 1);
        return value.substr(std::min(value.find_first_not_of(' '), value.size()));
    }
    return {};
}

std::optional<HttpResponse> read_response(std::string_view bytes) {
    const auto blank = bytes.find("\r\n\r\n");
    if (blank == std::string_view::npos) return std::nullopt;
    HttpResponse response;
    response.head = bytes.substr(0, blank + 2);
    response.status = static_cast<int>(number_in(response.head.substr(9, 3)));
    const auto length = response.status == 101 ? 0 : number_in(response.header("Content-Length"));
    response.bytes = blank + 4 + length;
    if (bytes.size() < response.bytes) return std::nullopt;
    response.body = bytes.substr(blank + 4, length);
    response.closes = response.header("Connection") == "close";
    return response;
}

} // namespace bench
