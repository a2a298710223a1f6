#include "http/request_reader.hpp"

#include "http/headers.hpp"
#include "support/catch.hpp"
#include "support/cut.hpp"

#include <string>
#include <vector>

namespace chatmock::http {

namespace {

constexpr std::size_t body_bytes_max = 1000;

// The requests in the bytes, in order, as `METHOD TARGET [BODY]`, then the status of a fault.
std::string read(const std::string& bytes, const Cut& cut = whole) {
    RequestReader reader(body_bytes_max);
    std::string said;
    for (const auto piece : cut(bytes)) {
        reader.receive(piece);
        while (const auto request = reader.next()) {
            said += request->head.method + ' ' + request->head.target + " [" + request->body + ']';
            said += request->body_too_large ? " too large" : "";
            said += request->keep_alive ? "\n" : " close\n";
        }
        if (reader.fault()) return said + std::to_string(reader.fault().status);
    }
    return said;
}

// The same result for every way to cut the bytes.
std::string read_cut(const std::string& bytes) {
    const auto expected = read(bytes);
    CHECK(read(bytes, byte_by_byte) == expected);
    for (std::size_t at = 1; at < bytes.size(); ++at) CHECK(read(bytes, cut_at(at)) == expected);
    return expected;
}

std::string request(const std::string& headers, const std::string& body = "") {
    return "POST /a HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
}

const std::string next = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string said_of_next = "GET /next []\n";

std::string chunked(const std::string& body) { return request("Transfer-Encoding: chunked\r\n", body); }

} // namespace

TEST_CASE("a body is as long as its length says, and the next request follows", "[transport][http]") {
    CHECK(read_cut(request("Content-Length: 5\r\n", "hello") + next) == "POST /a [hello]\n" + said_of_next);
    CHECK(read_cut(request("content-length:5 \r\n", "hello") + next) == "POST /a [hello]\n" + said_of_next);
    CHECK(read_cut(request("", next)) == "POST /a []\n" + said_of_next);
}

TEST_CASE("a body in chunks is read, with extensions and trailers", "[transport][http]") {
    const auto said = "POST /a [hello world]\n" + said_of_next;
    CHECK(read_cut(chunked("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n") + next) == said);
    CHECK(read_cut(chunked("05;a=b\r\nhello\r\n6;\"q;\"\r\n world\r\n000\r\nX-Sum: 1\r\nY: 2\r\n\r\n") +
                   next) == said);
    CHECK(read_cut(request("TRANSFER-ENCODING: Chunked\r\n", "B\r\nhello world\r\n0\r\n\r\n") + next) ==
          said);
    CHECK(read_cut(chunked("0\r\n\r\n") + next) == "POST /a []\n" + said_of_next);
}

TEST_CASE("chunks that are not written as RFC 9112 has it are refused", "[transport][http]") {
    const std::vector<std::string> bodies = {
        "\r\nhello\r\n",   // no size
        "5 \r\nhello\r\n", // a blank behind it
        " 5\r\nhello\r\n", // and before
        "+5\r\nhello\r\n", // a sign
        "-5\r\nhello\r\n",
        "0x5\r\nhello\r\n",
        "5\nhello\r\n", // a line feed alone
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhelloo\r\n0\r\n\r\n",        // longer than its size
        "ffffffffffffffffff\r\nhello\r\n", // too large for an integer
        "00000000000000005\r\nhello\r\n",  // longer than any number
        "5;a\rb\r\nhello\r\n",             // a carriage return alone
        std::string("5;a\0\r\nhello\r\n", 14),
        "0\r\nX-Sum : 1\r\n\r\n", // trailers are headers
        "0\r\nX-Sum: 1\r\n folded\r\n\r\n",
        "0\r\nno colon\r\n\r\n",
    };
    for (const auto& body : bodies) {
        INFO(body);
        CHECK(read_cut(chunked(body)) == "400");
    }
}

TEST_CASE("a body is bounded, whether its length is known or not", "[transport][http]") {
    const auto too_large = "POST /a [] too large close\n";
    CHECK(read(request("Content-Length: 1001\r\n", "x")) == too_large);
    CHECK(read(request("Content-Length: 18446744073709551615\r\n", "x")) == too_large);
    CHECK(read(chunked("3e9\r\n")) == too_large);
    CHECK(read(chunked("3e8\r\n" + std::string(1000, 'x') + "\r\n1\r\n")) == too_large);
    CHECK(read(chunked("1\r\nx\r\nffffffffffffffff\r\n")) == too_large);
    CHECK(read(chunked("3e8\r\n" + std::string(1000, 'x') + "\r\n0\r\n\r\n")) ==
          "POST /a [" + std::string(1000, 'x') + "]\n");
}

TEST_CASE("chunk extensions and trailers are bounded, too", "[transport][http]") {
    const std::string line(ChunkedBody::extension_bytes_max - 1, 'x');
    CHECK(read(chunked("1;" + line + "\r\na\r\n0\r\n\r\n")) == "POST /a [a]\n");
    CHECK(read(chunked("1;" + line + "x")) == "");
    CHECK(read(chunked("1;" + line + "x\r\n")) == "400");
    CHECK(read(chunked("1;" + line + std::string(100, 'x'))) == "400");
    std::string chunks; // small chunks, large in total
    for (int i = 0; i < 20; ++i) chunks += "1;" + std::string(999, 'x') + "\r\na\r\n";
    CHECK(read(chunked(chunks)) == "400");
    std::string trailers;
    for (int i = 0; i < 20; ++i) trailers += "X: " + std::string(1000, 'x') + "\r\n";
    CHECK(read(chunked("0\r\n" + trailers)) == "400");
    CHECK(read(chunked("0\r\nX: " + std::string(ChunkedBody::trailer_bytes_max, 'x'))) == "400");
}

TEST_CASE("bytes that two readers could parse as different requests are refused", "[transport][http]") {
    const std::vector<std::string> headers = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nContent-Length: 5\r\n",
        "Content-Length: 5, 5\r\n",
        "Content-Length:\r\n",
        "Content-Length: \r\nX: 1\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: -5\r\n",
        "Content-Length: 5 5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 18446744073709551616\r\n",
        "Content-Length : 5\r\n",
        "Content-Length\t: 5\r\n",
        " Content-Length: 5\r\n",
        "X: 1\r\n Content-Length: 5\r\n",
        "X: 1\r\n\tContent-Length: 5\r\n",
        ": 5\r\n",
        "X\r\n",
        "X: 1\nContent-Length: 5\r\n",
        "X: 1\rContent-Length: 5\r\n",
        std::string("X: 1\0\r\n", 7),
        std::string("X\0: 1\r\n", 7),
        "X: \x7f\r\n",
        "Host: y\r\n",
        "Transfer-Encoding:\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked;q=1\r\n",
        "Transfer-Encoding: \x0b"
        "chunked\r\n",
    };
    for (const auto& each : headers) {
        INFO(each);
        CHECK(read_cut(request(each, "hello")) == "400");
    }
}

TEST_CASE("malformed request lines are refused", "[transport][http]") {
    const std::vector<std::string> lines = {
        "GET /",
        "GET / ",
        "GET  / HTTP/1.1",
        "GET / HTTP/1.1 ",
        " GET / HTTP/1.1",
        "GET / http/1.1",
        "GET / HTTP/1.2",
        "GET / HTTP/2.0",
        "GET / HTTP/0.9",
        "GET /a b HTTP/1.1",
        "GET a HTTP/1.1",
        "GET * HTTP/1.1",
        "G(T / HTTP/1.1",
        "GET\t/ HTTP/1.1",
        "GET /\t HTTP/1.1",
        "GET http:// HTTP/1.1",
        "GET http:///a HTTP/1.1",
        "GET ftp://x/a HTTP/1.1",
        "CONNECT x:80 HTTP/1.1",
        "\x80 / HTTP/1.1",
        "GET /\x01 HTTP/1.1",
    };
    for (const auto& line : lines) {
        INFO(line);
        CHECK(read_cut(line + "\r\nHost: x\r\n\r\n") == "400");
    }
    CHECK(read("GET / HTTP/1.1\nHost: x\n\n") == "400");
}

TEST_CASE("request targets of every form that a server gets", "[transport][http]") {
    const auto target = [](const std::string& text, const std::string& method = "GET") {
        return read_cut(method + ' ' + text + " HTTP/1.1\r\nHost: x\r\n\r\n");
    };
    CHECK(target("/a?b=c") == "GET /a?b=c []\n");
    CHECK(target("//a") == "GET //a []\n");
    CHECK(target("/\xc3\xa4") == "GET /\xc3\xa4 []\n");
    CHECK(target("http://x:8090/a?b=http://y/") == "GET /a?b=http://y/ []\n");
    CHECK(target("WS://[::1]/a") == "GET /a []\n");
    CHECK(target("https://x") == "GET / []\n");
    CHECK(target("http://x?b") == "GET /?b []\n");
    CHECK(target("*", "OPTIONS") == "OPTIONS * []\n");
}

TEST_CASE("HTTP/1.0 needs no Host, and keeps its connection where it asks to", "[transport][http]") {
    CHECK(read_cut("GET / HTTP/1.0\r\n\r\n") == "GET / [] close\n");
    CHECK(read("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n") == "GET / []\n");
    CHECK(read("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n") == "GET / [] close\n");
    CHECK(read("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == "400");
    CHECK(read("GET / HTTP/1.1\r\n\r\n") == "400");
    CHECK(read("GET / HTTP/1.1\r\nHost:\r\n\r\n") == "GET / []\n");
    CHECK(read("GET / HTTP/1.1\r\nHost: x\r\nConnection: x , CLOSE\r\n\r\n") == "GET / [] close\n");
    CHECK(read("GET / HTTP/1.1\r\nHost: x\r\nConnection: closed\r\n\r\n") == "GET / []\n");
}

TEST_CASE("empty lines before a request are passed over, and bounded", "[transport][http]") {
    CHECK(read_cut("\r\n\r\n" + next + "\r\n" + next) == said_of_next + said_of_next);
    CHECK(read("\n" + next) == "400");
    std::string lines;
    while (lines.size() <= RequestReader::head_bytes_max) lines += "\r\n";
    CHECK(read(lines) == "431");
    CHECK(read(lines, byte_by_byte) == "431");
}

TEST_CASE("a head is bounded in bytes and in headers", "[transport][http]") {
    const std::string begin = "GET / HTTP/1.1\r\nHost: x\r\nX: ";
    const auto of_size = [&](std::size_t size) {
        return begin + std::string(size - begin.size() - 4, 'x') + "\r\n\r\n";
    };
    CHECK(read(of_size(RequestReader::head_bytes_max)) == "GET / []\n");
    CHECK(read(of_size(RequestReader::head_bytes_max), byte_by_byte) == "GET / []\n");
    CHECK(read(of_size(RequestReader::head_bytes_max + 1)) == "431");
    CHECK(read(of_size(RequestReader::head_bytes_max + 1), byte_by_byte) == "431");
    CHECK(read(begin + std::string(RequestReader::head_bytes_max, 'x')) == "431");
    std::string headers;
    for (std::size_t i = 1; i < headers_max; ++i) headers += "X: 1\r\n";
    CHECK(read(request(headers)) == "POST /a []\n");
    CHECK(read(request(headers + "X: 1\r\n")) == "431");
}

TEST_CASE("the value of a header that is repeated is a list", "[transport][http]") {
    RequestReader reader(body_bytes_max);
    reader.receive("GET / HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nx-a:\t2 \r\nX-B: caf\xc3\xa9\tau lait\r\n\r\n");
    const auto headers = reader.next()->head.headers;
    CHECK(value_of(headers, "X-a") == "1, 2");
    CHECK(value_of(headers, "x-b") == "caf\xc3\xa9\tau lait");
    CHECK(value_of(headers, "x-c").empty());
    CHECK(count_of(headers, "X-A") == 2);
    CHECK(lists(headers, "X-A", "2"));
    CHECK_FALSE(lists(headers, "X-A", "3"));
}

TEST_CASE("a request with a body on its way is returned once, and so is its expectation",
          "[transport][http]") {
    RequestReader reader(body_bytes_max);
    CHECK_FALSE(reader.is_amid_head());
    reader.receive("POST /a HTTP/1.1\r\n");
    CHECK_FALSE(reader.next());
    CHECK(reader.is_amid_head());
    reader.receive("Host: x\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n1");
    CHECK_FALSE(reader.next());
    CHECK(reader.is_amid_body());
    CHECK(reader.take_expectation());
    CHECK_FALSE(reader.take_expectation());
    const auto begun = reader.take_begun();
    REQUIRE(begun);
    CHECK(begun->head.target == "/a");
    CHECK(begun->body.empty());
    CHECK_FALSE(reader.take_begun());
    reader.receive("2rest");
    CHECK(reader.next()->body == "12");
    CHECK_FALSE(reader.take_begun());
    CHECK(reader.take_rest() == "rest");
}

TEST_CASE("a known expectation is met, any other refused", "[transport][http]") {
    CHECK(read(request("Expect: 100-Continue\r\nContent-Length: 1\r\n", "x")) == "POST /a [x]\n");
    CHECK(read(request("Expect: wonders\r\nContent-Length: 1\r\n", "x")) == "417");
    CHECK(read("GET / HTTP/1.0\r\nExpect: wonders\r\n\r\n") == "GET / [] close\n");
}

TEST_CASE("clients that speak something else are refused at once, by name", "[transport][http]") {
    const auto fault_of = [](const std::string& bytes) {
        RequestReader reader(body_bytes_max);
        reader.receive(bytes);
        CHECK_FALSE(reader.next());
        return reader.fault();
    };
    const auto says = [&](const std::string& bytes, std::string_view what) {
        const auto fault = fault_of(bytes);
        CHECK(fault.status == 400);
        return fault.is_other_protocol && fault.reason.substr(0, what.size()) == what;
    };
    CHECK(says(std::string("\x16\x03\x01\x01\x00\x01", 6), "a TLS handshake"));
    CHECK(says("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/2"));
    CHECK(says("PROXY TCP4 10.0.0.1 10.0.0.2 5 6\r\nGET / HTTP/1.1\r\n", "the PROXY protocol"));
    CHECK(says(std::string("\r\n\r\n\0\r\nQUIT\n\x21", 13), "the PROXY protocol"));
    CHECK(fault_of("\x05\x01").status == 400);
    CHECK_FALSE(fault_of("\x05\x01").is_other_protocol);
    CHECK(fault_of("\x16").status == 0);
    CHECK(fault_of("\x16\x04").status == 400);
}

} // namespace chatmock::http
