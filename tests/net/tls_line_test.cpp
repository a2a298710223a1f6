// TLS over a line in memory, with OpenSSL's client at its other end.
#include "net/tls/tls_port.hpp"

#include "support/catch.hpp"
#include "support/memory_server.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <array>

namespace chatmock::net {

namespace {

const Instant start_time = std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());

std::shared_ptr<Certificates> made_certificates() {
    return std::make_shared<Certificates>(
        Certificates::made_for({"localhost", "127.0.0.1", "::1"}, start_time));
}

// The client's side: bytes for its peer, and bytes of its peer.
class Client {
public:
    explicit Client(const std::string& authority, const std::string& host = "localhost")
        : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
        const std::unique_ptr<BIO, decltype(&BIO_free)> text(
            BIO_new_mem_buf(authority.data(), static_cast<int>(authority.size())), BIO_free);
        const std::unique_ptr<X509, decltype(&X509_free)> root(
            PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), X509_free);
        REQUIRE(root != nullptr);
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), root.get());
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
        tls_.reset(SSL_new(context_.get()), SSL_free);
        SSL_set1_host(tls_.get(), host.c_str());
        in_ = BIO_new(BIO_s_mem());
        out_ = BIO_new(BIO_s_mem());
        SSL_set_bio(tls_.get(), in_, out_); // takes them
        SSL_set_connect_state(tls_.get());
        SSL_do_handshake(tls_.get());
    }

    void write(std::string_view bytes) {
        REQUIRE(SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())) ==
                static_cast<int>(bytes.size()));
    }

    // Decrypts the bytes.
    std::string take(std::string_view bytes) {
        if (!bytes.empty()) BIO_write(in_, bytes.data(), static_cast<int>(bytes.size()));
        std::string all;
        std::array<char, 4096> piece{};
        for (int count = 1; count > 0;) {
            count = SSL_read(tls_.get(), piece.data(), piece.size());
            if (count > 0) all.append(piece.data(), static_cast<std::size_t>(count));
        }
        return all;
    }

    std::string take_out() {
        std::string bytes(static_cast<std::size_t>(BIO_ctrl_pending(out_)), '\0');
        if (!bytes.empty()) BIO_read(out_, bytes.data(), static_cast<int>(bytes.size()));
        return bytes;
    }

    bool is_connected() const { return SSL_is_init_finished(tls_.get()) == 1; }
    long verdict() const { return SSL_get_verify_result(tls_.get()); }
    bool is_closed() const { return (SSL_get_shutdown(tls_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }
    void close() { SSL_shutdown(tls_.get()); }

private:
    std::shared_ptr<SSL_CTX> context_;
    std::shared_ptr<SSL> tls_;
    BIO* in_;
    BIO* out_;
};

struct User : LineUser {
    void readable() override {}
    void writable() override {}
    void failed() override { has_failed = true; }

    bool has_failed = false;
};

// A port's line, and its peer.
struct Story {
    explicit Story(TlsPortSettings settings = {true, true})
        : port(
              certificates, settings, [this] { return now; },
              [this](std::string_view sent, const std::string&) { refusal = sent; }) {}

    // The bytes arrive in pieces; returns those that the line receives.
    std::string receive(std::string_view bytes, std::size_t piece = 1000000) {
        std::string received;
        for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
            peer->in += bytes.substr(0, piece);
            do {
                last = line->receive({buffer.data(), buffer.size()});
                received.append(buffer.data(), last.bytes);
            } while (!peer->in.empty() && !last.is_lost);
        }
        return received;
    }

    // Carries bytes both ways until there are none. Returns what the line received.
    std::string talk(Client& client, std::size_t piece = 1000000) {
        std::string received;
        for (auto bytes = client.take_out(); !bytes.empty(); bytes = client.take_out()) {
            received += receive(bytes, piece);
            heard += client.take(peer->take_out());
        }
        return received;
    }

    Moved send(std::string_view bytes) { return line->send(&bytes, 1); }

    Instant now = start_time;
    std::shared_ptr<Certificates> certificates = made_certificates();
    std::string refusal;
    TlsPort port;
    std::shared_ptr<MemoryPeer> peer = std::make_shared<MemoryPeer>();
    std::unique_ptr<Line> line = port.wrap(std::make_unique<MemoryLine>(peer));
    std::string buffer = std::string(64 * 1024, '\0');
    std::string heard; // by the client
    Moved last;
};

} // namespace

TEST_CASE("bytes pass through TLS both ways, however they are cut", "[net]") {
    for (const std::size_t piece : {1, 2, 7, 100, 5000, 1000000}) {
        CAPTURE(piece);
        Story story;
        Client client(story.certificates->authority());
        story.talk(client, piece);
        REQUIRE(client.is_connected());
        CHECK(story.port.handshakes().size() == 0);
        std::string large;
        while (large.size() < 200000) large += std::to_string(large.size()) + ";";
        client.write(large);
        CHECK(story.talk(client, piece) == large);
        CHECK(story.send(large).bytes == large.size());
        CHECK(client.take(story.peer->take_out()) == large);
    }
}

TEST_CASE("many short buffers are few records", "[net]") {
    Story story;
    Client client(story.certificates->authority());
    story.talk(client);
    story.peer->sends = 0;
    std::vector<std::string_view> buffers(200, "0123456789");
    CHECK(story.line->send(buffers.data(), buffers.size()).bytes == 2000);
    CHECK(story.peer->sends == 1);
    CHECK(client.take(story.peer->take_out()).size() == 2000);
}

TEST_CASE("bytes that the line below takes in pieces count when they are complete", "[net]") {
    Story story;
    Client client(story.certificates->authority());
    story.talk(client);
    const std::string large(50000, 'x');
    std::string_view left = large;
    std::string got;
    story.peer->room = 0;
    for (int turns = 0; !left.empty(); ++turns) {
        REQUIRE(turns < 100000);
        story.peer->room = 777;
        left.remove_prefix(story.send(left).bytes);
        got += client.take(story.peer->take_out());
    }
    CHECK(got == large);
}

TEST_CASE("a handshake continues when the line takes its answer", "[net]") {
    Story story;
    Client client(story.certificates->authority());
    story.peer->room = 10;
    story.receive(client.take_out());
    CHECK_FALSE(client.is_connected());
    const auto user = std::make_shared<User>();
    for (int turns = 0; turns < 1000 && !client.is_connected(); ++turns) {
        story.line->await_readable(user);
        if (auto waiting = std::exchange(story.peer->awaits_writable, nullptr)) {
            story.peer->room = 10;
            story.line->receive({story.buffer.data(), story.buffer.size()});
        }
        client.take(story.peer->take_out());
        story.peer->in += client.take_out();
    }
    CHECK(client.is_connected());
}

TEST_CASE("bytes without TLS pass as they are, unless only TLS is taken", "[net]") {
    Story story;
    CHECK(story.receive("GET / HTTP/1.1\r\n") == "GET / HTTP/1.1\r\n");
    story.send("HTTP/1.1 200 OK\r\n");
    CHECK(story.peer->take_out() == "HTTP/1.1 200 OK\r\n");

    Story only({false, true});
    CHECK(only.receive("GET / HTTP/1.1\r\n").empty());
    CHECK(only.last.is_lost);
    CHECK(only.refusal.find("takes only TLS") != std::string::npos);
}

TEST_CASE("each side learns that the other has finished", "[net]") {
    Story story;
    Client client(story.certificates->authority());
    story.talk(client);
    client.write("last");
    client.close();
    CHECK(story.talk(client) == "last");
    CHECK(story.line->receive({story.buffer.data(), story.buffer.size()}).is_ended);
    CHECK(story.send("answer").bytes == 6);
    story.line->shut_down();
    CHECK(client.take(story.peer->take_out()) == "answer");
    CHECK(client.is_closed());
    CHECK(story.peer->was_shut_down);
}

TEST_CASE("the client finds each broken certificate, as often as asked", "[net]") {
    struct Broken {
        TlsFault fault;
        long verdict;
    };
    for (const auto& broken :
         {Broken{TlsFault::tls_expired, X509_V_ERR_CERT_HAS_EXPIRED},
          Broken{TlsFault::tls_wrong_host, X509_V_ERR_HOSTNAME_MISMATCH},
          Broken{TlsFault::tls_untrusted, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY}}) {
        CAPTURE(name_of(broken.fault));
        const auto certificates = made_certificates();
        REQUIRE(certificates->strike(broken.fault, 1));
        for (const bool is_struck : {true, false}) {
            Story story;
            story.certificates = certificates;
            TlsPort port(
                certificates, {true, true}, [] { return start_time; },
                [&story](std::string_view sent, const std::string&) { story.refusal = sent; });
            story.line = port.wrap(std::make_unique<MemoryLine>(story.peer));
            Client client(certificates->authority());
            story.talk(client);
            CHECK(client.is_connected() == !is_struck);
            CHECK(client.verdict() == (is_struck ? broken.verdict : X509_V_OK));
            CHECK((story.refusal.find("a TLS handshake that failed") == 0) == is_struck);
            CHECK(story.last.is_lost == is_struck);
            story.line.reset();
        }
    }
}

TEST_CASE("a client that leaves before its handshake has finished is not abandoned later", "[net]") {
    using Leave = void (*)(Story&);
    for (const auto leave : std::initializer_list<Leave>{
             [](Story& story) { story.peer->has_finished = true; },
             [](Story& story) { story.peer->has_reset = true; },
             [](Story& story) { story.peer->in += std::string(2000, '\x16'); },
             [](Story& story) { story.line->close(); },
             [](Story& story) { story.line->reset(); },
             [](Story& story) { story.line.reset(); },
         }) {
        Story story;
        Client client(story.certificates->authority());
        story.receive(client.take_out().substr(0, 20));
        REQUIRE(story.port.handshakes().size() == 1);
        leave(story);
        if (story.line) story.line->receive({story.buffer.data(), story.buffer.size()});
        CHECK(story.port.handshakes().size() == 0);
    }
}

TEST_CASE("handshakes that do not finish are ended: past their time, and past their number", "[net]") {
    Story story;
    Client client(story.certificates->authority());
    const auto user = std::make_shared<User>();
    const auto begin = client.take_out().substr(0, 20);
    story.receive(begin);
    story.line->await_readable(user);
    story.now += Handshakes::handshake_max - Milliseconds(1);
    story.port.abandon_overdue();
    CHECK_FALSE(user->has_failed);
    story.now += Milliseconds(1);
    story.port.abandon_overdue();
    CHECK(user->has_failed);
    CHECK(story.port.handshakes().size() == 0);

    std::vector<std::unique_ptr<Line>> lines;
    for (std::size_t i = 0; i < Handshakes::handshakes_max + 10; ++i) {
        auto peer = std::make_shared<MemoryPeer>();
        peer->in = begin;
        lines.push_back(story.port.wrap(std::make_unique<MemoryLine>(peer)));
        lines.back()->receive({story.buffer.data(), story.buffer.size()});
    }
    CHECK(story.port.handshakes().size() == Handshakes::handshakes_max);
    CHECK(lines.front()->receive({story.buffer.data(), story.buffer.size()}).is_lost);
    CHECK_FALSE(lines.back()->receive({story.buffer.data(), story.buffer.size()}).is_lost);
}

} // namespace chatmock::net
