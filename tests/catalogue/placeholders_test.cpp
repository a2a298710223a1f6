#include "catalogue/placeholders.hpp"

#include "support/results.hpp"

namespace chatmock::catalogue {

namespace {

const Seeded seeded(1);
const Instant now{Milliseconds{1621499417926}}; // 2021-05-20T08:30:17.926Z

Template compiled(std::string_view payload) { return expect_value(Template::compile(json_of(payload), "")); }

std::string rendered(const Template& payload, Counters& counters) {
    return to_text(payload.render({now, "alice", seeded}, counters));
}

std::string rendered(std::string_view payload) {
    Counters counters;
    return rendered(compiled(payload), counters);
}

Error error_of(std::string_view payload) {
    return expect_error(Template::compile(json_of(payload), "/data"));
}

} // namespace

TEST_CASE("Now is the mock's time", "[catalogue]") {
    CHECK(rendered(R"("${now}")") == R"("2021-05-20T08:30:17.926Z")");
}

TEST_CASE("Now can be shifted by every unit, both ways", "[catalogue]") {
    CHECK(rendered(R"("${now+75ms}")") == R"("2021-05-20T08:30:18.001Z")");
    CHECK(rendered(R"("${now+5s}")") == R"("2021-05-20T08:30:22.926Z")");
    CHECK(rendered(R"("${now-30m}")") == R"("2021-05-20T08:00:17.926Z")");
    CHECK(rendered(R"("${now-9h}")") == R"("2021-05-19T23:30:17.926Z")");
    CHECK(rendered(R"("${now+365d}")") == R"("2022-05-20T08:30:17.926Z")");
}

TEST_CASE("Now can be shifted by a hundred years and no further", "[catalogue]") {
    CHECK(rendered(R"("${now-36500d}")") == R"("1921-06-14T08:30:17.926Z")");
    error_of(R"("${now+36501d}")");
    error_of(R"("${now+9223372036854775807s}")");
    error_of(R"("${now+99999999999999999999s}")");
}

TEST_CASE("The user is the recipient", "[catalogue]") {
    CHECK(rendered(R"("for ${user}")") == R"("for alice")");
}

TEST_CASE("A sequence counts up at each place", "[catalogue]") {
    Counters counters;
    const auto payload = compiled(R"(["${seq}","${seq} and ${seq}"])");
    CHECK(rendered(payload, counters) == R"(["1","2 and 3"])");
    CHECK(rendered(payload, counters) == R"(["4","5 and 6"])");
}

TEST_CASE("A UUID is a new one of the seed at each place", "[catalogue]") {
    Counters counters;
    const auto payload = compiled(R"(["${uuid}","${uuid}"])");
    CHECK(rendered(payload, counters) == to_text(Json{seeded.uuid(1), seeded.uuid(2)}));
    CHECK(rendered(payload, counters) == to_text(Json{seeded.uuid(3), seeded.uuid(4)}));
}

TEST_CASE("The same counters give the same bytes", "[catalogue]") {
    const auto payload = compiled(R"({"id":"${uuid}","n":"${seq}","at":"${now}","to":"${user}"})");
    Counters first;
    Counters second;
    CHECK(rendered(payload, first) == rendered(payload, second));
}

TEST_CASE("Placeholders stand at any depth, between other text", "[catalogue]") {
    CHECK(rendered(R"({"a":[{"b":"<${user}|${seq}>"}],"c":1,"d":null,"e":true})") ==
          R"({"a":[{"b":"<alice|1>"}],"c":1,"d":null,"e":true})");
}

TEST_CASE("Names of members hold no placeholders", "[catalogue]") {
    CHECK(rendered(R"({"${nope}":"${seq}"})") == R"({"${nope}":"1"})");
}

TEST_CASE("An escaped placeholder is its text", "[catalogue]") {
    CHECK(rendered(R"("$${now}")") == R"("${now}")");
    CHECK(rendered(R"("$${nope} ${user}")") == R"("${nope} alice")");
    CHECK(rendered(R"("a$${")") == R"("a${")");
}

TEST_CASE("Dollars and braces that start no placeholder are text", "[catalogue]") {
    for (const auto* text : {R"("$")", R"("$5 {now} $now }")", R"("$ {now}")", R"("")"})
        CHECK(rendered(text) == text);
}

TEST_CASE("The value of a placeholder is not searched for placeholders", "[catalogue]") {
    Counters counters;
    CHECK(to_text(compiled(R"("${user}")").render({now, "${now}", seeded}, counters)) == R"("${now}")");
}

TEST_CASE("A template knows whether its renderings differ, and by recipient", "[catalogue]") {
    CHECK_FALSE(compiled(R"(["plain",1])").is_dynamic());
    CHECK(compiled(R"(["${seq}"])").is_dynamic());
    CHECK_FALSE(compiled(R"(["${seq}"])").is_per_user());
    CHECK(compiled(R"(["${user}"])").is_dynamic());
    CHECK(compiled(R"(["${user}"])").is_per_user());
}

TEST_CASE("A template keeps its payload as it was written", "[catalogue]") {
    CHECK(to_text(compiled(R"({"b":"${now}","a":"$${now}"})").content()) ==
          R"({"b":"${now}","a":"$${now}"})");
}

TEST_CASE("An unknown placeholder is an error with its place and the nearest", "[catalogue]") {
    const auto error = error_of(R"({"list":["ok","at ${nwo}"]})");
    CHECK(error.code == ErrorCode::unknown_placeholder);
    CHECK(error.at == "/data/list/1");
    CHECK(error.message.find(R"(unknown placeholder "nwo"; did you mean "now"?)") == 0);
}

TEST_CASE("A text that is almost a placeholder is an error", "[catalogue]") {
    for (const auto* text :
         {"${}", "${now", "${NOW}", "${ now }", "${now+}", "${now+5}", "${now+s}", "${now5s}", "${now+5w}",
          "${now+-5s}", "${now+1.5s}", "${now+5s }", "${user+1s}", "${uuid", "${"}) {
        CAPTURE(text);
        CHECK(error_of(to_text(Json(text))).code == ErrorCode::unknown_placeholder);
    }
}

} // namespace chatmock::catalogue
