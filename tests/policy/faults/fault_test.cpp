#include "policy/faults/fault.hpp"

#include "support/results.hpp"

using namespace chatmock;
using namespace chatmock::policy;

namespace {

std::vector<std::string> mistakes_in(std::string_view text) {
    return mistakes_of(expect_error(parse_fault(json_of(text), "")));
}

} // namespace

TEST_CASE("A fault is read as it is written", "[policy]") {
    const auto fault = expect_value(parse_fault(
        json_of(R"({"on":{"event":"NewMessage","to":{"user":"alice"},"nth":2},"do":"drop","ttl_ms":5})"),
        ""));
    CHECK(fault.kind->name == "drop");
    CHECK(fault.on.event == "NewMessage");
    CHECK(fault.on.nth == 2);
    CHECK(fault.ttl == Milliseconds(5));
}

TEST_CASE("Every kind of fault is read with its fields", "[policy]") {
    for (const auto& kind : fault_kinds()) {
        CAPTURE(std::string(kind.name));
        Json json = {{"do", kind.name}};
        if (kind.name == "delay" || kind.name == "delay_ack") json["ms"] = 5;
        if (kind.name == "slow") json["bytes_per_second"] = 5;
        CHECK(expect_value(parse_fault(json, "")).kind == &kind);
        json["extra"] = true;
        CHECK(expect_error(parse_fault(json, "")).at == "/extra");
    }
}

TEST_CASE("All mistakes in a fault are reported", "[policy]") {
    const auto mistakes =
        mistakes_in(R"({"on":{"evnt":"x","nth":0,"probability":2,"to":{"usr":"a"}},"do":"delay","ttl_ms":0,)"
                    R"("until":{"kind":"conect"}})");
    CHECK(mentions(mistakes, R"(/on/evnt: unknown field "evnt"; did you mean "event"?)"));
    CHECK(mentions(mistakes, "/on/nth: expected an integer of 1 or more"));
    CHECK(mentions(mistakes, "/on/probability: expected a number from 0 to 1, got 2"));
    CHECK(mentions(mistakes, "/on/to/usr: unknown field"));
    CHECK(mentions(mistakes, R"(: the field "ms" is required)"));
    CHECK(mentions(mistakes, "/ttl_ms: expected an integer"));
    CHECK(mentions(mistakes, R"(/until/kind: unknown value "conect"; did you mean "connect"?)"));
}

TEST_CASE("An unknown fault is answered with the nearest names", "[policy]") {
    CHECK(mentions(mistakes_in(R"({"do":"dorp"})"), R"(did you mean "drop"?)"));
    CHECK(mentions(mistakes_in(R"({})"), R"(expected the field "do", got none)"));
}

TEST_CASE("Fields that exclude each other are refused", "[policy]") {
    CHECK(
        mentions(mistakes_in(R"({"do":"drop","on":{"nth":1,"every":2}})"), "/on/nth: expected nth without"));
    CHECK(
        mentions(mistakes_in(R"({"do":"no_ping","on":{"event":"NewMessage"}})"), "/on/event: unknown field"));
    CHECK(mentions(mistakes_in(R"({"do":"disconnect","when":"amid","as":"transport_close"})"),
                   "/as: expected no"));
    for (const auto* ms : {"-1", "[5]", "[9,1]", "[1,2,3]", "1.5", "\"5\"", "99999999999"}) {
        CAPTURE(ms);
        CHECK(mentions(mistakes_in(std::string(R"({"do":"delay","ms":)") + ms + "}"),
                       "/ms: expected milliseconds"));
    }
}

TEST_CASE("A fault has a name that can stand in a path", "[policy]") {
    CHECK(check_fault_name("lossy.line-1_a", ""));
    for (const auto* name : {"", "a/b", "ä", "a b"}) CHECK_FALSE(check_fault_name(name, ""));
    CHECK_FALSE(check_fault_name(std::string(65, 'a'), ""));
    const auto error =
        expect_error(parse_faults(json_of(R"({"a b":{"do":"drop"},"c":{"do":"x"}})"), "/faults"));
    CHECK(error.violations.size() == 2);
}
