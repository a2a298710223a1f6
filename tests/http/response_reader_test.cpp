#include "http/response_reader.hpp"

#include "support/catch.hpp"

#include <vector>

namespace chatmock::http {

namespace {

const std::string sized = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";
const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            "3;name=value\r\nhel\r\n02 \r\nlo\r\n0\r\nTrailer: 1\r\n\r\n";
const std::string until_end = "HTTP/1.0 200 OK\r\nServer: x\r\n\r\nhello";

std::string with_body_of(const std::string& headers, const std::string& body) {
    return "HTTP/1.1 200 OK\r\n" + headers + "\r\n\r\n" + body;
}

std::string in_chunks(const std::string& body) { return with_body_of("Transfer-Encoding: chunked", body); }

ResponseReader reader_of(std::string_view bytes) {
    ResponseReader reader;
    reader.receive(bytes);
    return reader;
}

// "200 hello", "broken: why", or "waits".
std::string told_by(const ResponseReader& reader) {
    if (!reader.broken().empty()) return "broken: " + reader.broken();
    if (!reader.response()) return "waits";
    return std::to_string(reader.response()->status) + " " + reader.response()->body;
}

std::string read(std::string_view bytes) { return told_by(reader_of(bytes)); }

std::string read_to_end(std::string_view bytes) {
    auto reader = reader_of(bytes);
    reader.finish();
    return told_by(reader);
}

bool breaks(std::string_view bytes) { return read(bytes).rfind("broken: ", 0) == 0; }

} // namespace

TEST_CASE("An answer with a length ends there", "[transport]") {
    CHECK(read(sized) == "200 hello");
    CHECK(read(sized + "more") == "200 hello");
    CHECK(reader_of(sized).response()->content_type == "text/plain");
    CHECK(read(with_body_of("content-length: 0", "")) == "200 ");
}

TEST_CASE("An answer in chunks ends with the one of size 0, and extensions and trailers are passed over",
          "[transport]") {
    CHECK(read(chunked) == "200 hello");
    CHECK(read(in_chunks("A\r\n0123456789\r\n0\r\n\r\n")) == "200 0123456789");
    CHECK(read(in_chunks("1\t;x\r\n\r\r\n0\r\n")) == "200 \r");
    CHECK(read(in_chunks("0\r\n\r\n")) == "200 ");
    CHECK(read(with_body_of("Transfer-Encoding: gzip, Chunked", "0\r\n\r\n")) == "200 ");
    CHECK(read(with_body_of("Transfer-Encoding: chunked\r\nContent-Length: 3", "1\r\na\r\n0\r\n\r\n")) ==
          "200 a");
}

TEST_CASE("An answer with neither ends with the connection", "[transport]") {
    CHECK(read(until_end) == "waits");
    CHECK(read_to_end(until_end) == "200 hello");
    CHECK(read_to_end("HTTP/1.1 403 Forbidden\r\nX: y\r\n\r\n") == "403 ");
    CHECK(read_to_end("HTTP/1.1 525 \r\nX: y\r\n\r\nno") == "525 no");
}

TEST_CASE("Some answers have no body", "[transport]") {
    CHECK(read("HTTP/1.1 204 No Content\r\nX: y\r\n\r\n") == "204 ");
    CHECK(read("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n") == "304 ");
    CHECK(read("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x01x") == "101 ");
}

TEST_CASE("Interim answers are passed over, one that switches protocols is the answer", "[transport]") {
    const std::string interim =
        "HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    CHECK(read(interim) == "waits");
    CHECK(read(interim + sized) == "200 hello");
    const std::string switched = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\nframes";
    CHECK(reader_of(interim + switched).bytes() == switched);
}

TEST_CASE("However an answer is cut, it is the same", "[transport]") {
    for (const auto& [bytes, whole] : std::vector<std::pair<std::string, std::string>>{
             {sized, "200 hello"},
             {chunked, "200 hello"},
             {until_end, "200 hello"},
             {"HTTP/1.1 100 Continue\r\nA: b\r\n\r\n" + sized, "200 hello"}}) {
        for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
            CAPTURE(bytes, cut);
            auto reader = reader_of(bytes.substr(0, cut));
            reader.receive(bytes.substr(cut));
            reader.finish();
            CHECK(told_by(reader) == whole);
        }
        ResponseReader reader;
        for (const char byte : bytes) reader.receive({&byte, 1});
        reader.finish();
        CHECK(told_by(reader) == whole);
    }
}

TEST_CASE("An incomplete answer is an error", "[transport]") {
    CHECK(read_to_end("") == "broken: the connection ended before the answer");
    for (std::size_t cut = 1; cut < sized.size(); ++cut)
        CHECK(read_to_end(sized.substr(0, cut)) == "broken: the connection ended within the answer");
    const auto last_chunk = chunked.find("0\r\nTrailer");
    for (std::size_t cut = 1; cut < last_chunk + 3; ++cut)
        CHECK(read_to_end(chunked.substr(0, cut)) == "broken: the connection ended within the answer");
    CHECK(read_to_end("HTTP/1.1 100 Continue\r\nA: b\r\n\r\n") ==
          "broken: the connection ended before the answer");
    CHECK(read_to_end(sized) == "200 hello");
    CHECK(read_to_end(in_chunks("")) == "broken: the connection ended within the answer");
}

TEST_CASE("An answer that is not HTTP is reported", "[transport]") {
    for (const auto* head : {"hello", "HTTP/1.1", "HTTP/1.1 200", "HTTP/1.1 abc OK", "HTTP/1.1 -5 OK",
                             "HTTP/1.1 0 OK", "HTTP/1.1 99 OK", "HTTP/1.1 1000 OK", "HTTP/1.1 200x OK",
                             "HTTP/1.1 20 OK", "HTTP/1.1 099 OK", "HTTP/1.1 99999999999 OK", "SSH-2.0 200 OK",
                             "HTTP/1.1 200 OK\r\nno colon", "HTTP/1.1 200 OK\r\nbad name: x",
                             "HTTP/1.1 200 OK\r\nContent-Length: x", "", "\r\nHTTP/1.1 200 OK"}) {
        CAPTURE(head);
        CHECK(read(std::string(head) + "\r\n\r\n") == "broken: the answer is not HTTP");
    }
}

TEST_CASE("An invalid length is reported", "[transport]") {
    for (const auto* length : {"-1", "5x", "5, 5", "0x5", "67108865", "9999999999999999999"}) {
        CAPTURE(length);
        CHECK(read(with_body_of(std::string("Content-Length: ") + length, "hello")) ==
              "broken: the answer's Content-Length is \"" + std::string(length) + "\"");
    }
    CHECK(read(with_body_of("Content-Length: 67108864", "hello")) == "waits");
}

TEST_CASE("An invalid chunk is reported", "[transport]") {
    for (const auto* body : {"\r\n", "x\r\n", "-1\r\n", "0x1\r\n", " 1\r\na\r\n", "fffffffffffffffff\r\n",
                             "4000001\r\n", "1\r\nab\r\n", "1\r\na\n\r\n", ";x\r\n"}) {
        CAPTURE(body);
        CHECK(breaks(in_chunks(body)));
    }
    CHECK(read(in_chunks("4000000\r\n")) == "waits");
}

TEST_CASE("Nothing that has no end is read without end", "[transport]") {
    const auto many = std::string(ResponseReader::head_bytes_max, 'x');
    CHECK(read("HTTP/1.1 200 OK\r\nX: " + many) == "broken: the answer's head is too large");
    CHECK(read("HTTP/1.1 200 OK\r\nX: " + many + "\r\n\r\n") == "broken: the answer's head is too large");
    CHECK(breaks(in_chunks("1;" + many)));
    CHECK(breaks(in_chunks("1;" + many + "\r\na\r\n")));
    const auto body = std::string(ResponseReader::body_bytes_max, 'x');
    auto reader = reader_of("HTTP/1.1 200 OK\r\nX: y\r\n\r\n" + body);
    CHECK(told_by(reader) == "waits");
    reader.receive("x");
    CHECK(told_by(reader) == "broken: the answer's body is too large");
    CHECK(read(in_chunks("3ffffff\r\n" + body.substr(1) + "\r\n1\r\na\r\n")) == "waits");
    CHECK(breaks(in_chunks("3ffffff\r\n" + body.substr(1) + "\r\n2\r\na")));
}

TEST_CASE("Chunks and interim answers are not kept once they are read", "[transport]") {
    auto reader = reader_of("HTTP/1.1 100 Continue\r\nA: b\r\n\r\n");
    CHECK(reader.bytes().empty());
    reader.receive(in_chunks(""));
    reader.receive("3;extension\r\nabc\r\n1");
    CHECK(reader.bytes() == "1");
    reader.receive("\r\nd\r\n0\r\n");
    CHECK(told_by(reader) == "200 abcd");
}

TEST_CASE("A head may be as large as the limit says", "[transport]") {
    const std::string start = "HTTP/1.1 204 OK\r\nX: ";
    const auto filled = start + std::string(ResponseReader::head_bytes_max - start.size() - 100, 'x');
    CHECK(read(filled + "\r\n\r\n") == "204 ");
}

} // namespace chatmock::http
