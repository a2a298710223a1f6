#include "base/json/ordered_object.hpp"

#include "base/seeded.hpp"
#include "support/results.hpp"

#include <ctime>

namespace chatmock {

namespace {

using Reference = nlohmann::ordered_json;

// Sizes around the one from which an index is used, with few names, so that names repeat.
std::string drawn_name(Draw& draw) { return "name" + std::to_string(draw.below(60)); }

template <typename Each>
Each member_of_kind(std::uint64_t kind) {
    if (kind == 0) return {{"inner", kind}, {"other", nullptr}};
    if (kind == 1) return "some text";
    return kind;
}

// Makes one change, equal for both types of JSON; `nth` identifies iterators' positions.
template <typename Each>
void change(Each& json, std::uint64_t kind, const std::string& name, std::uint64_t nth) {
    const auto place = [&](std::uint64_t of) {
        return std::next(json.begin(), static_cast<std::ptrdiff_t>(of % (json.size() + 1)));
    };
    const auto value = member_of_kind<Each>(nth % 5);
    switch (kind) {
        case 0: json[name] = value; break;
        case 1: json.emplace(name, Each(value)); break;
        case 2: json.push_back({name, value}); break;
        case 3: json.erase(name); break;
        case 4:
            if (place(nth) != json.end()) json.erase(place(nth));
            break;
        case 5:
            if (nth % 7 == 0) json.erase(place(nth), json.end());
            break;
        case 6: json.update(Each({{name, value}, {"new" + name, 1}})); break;
        case 7: json = Each(json); break;
        case 8: json.merge_patch(Each({{name, nullptr}, {"more", value}})); break;
        case 9:
            if (nth % 20 == 0) json.clear();
            break;
        default: json[name] = nth; break;
    }
}

void check_that_lookups_agree(const Json& json, const Reference& reference, const std::string& name) {
    CHECK(json.contains(name) == reference.contains(name));
    CHECK(json.count(name) == reference.count(name));
    const auto at = std::distance(json.begin(), json.find(name));
    CHECK(at == std::distance(reference.begin(), reference.find(name)));
    if (json.contains(name)) CHECK(json.at(name).dump() == reference.at(name).dump());
    else CHECK_THROWS_AS(json.at(name), Json::out_of_range);
}

std::string object_of(std::size_t members) {
    std::string text = "{";
    for (std::size_t i = 0; i < members; ++i) {
        text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":1";
    }
    return text + "}";
}

std::string objects_of_ten(std::size_t members) {
    std::string text = "[";
    for (std::size_t i = 0; i < members / 10; ++i) text += (i == 0 ? "" : ",") + object_of(10);
    return text + "]";
}

// CPU time, so that other load does not matter.
template <typename Work>
double seconds_of(const Work& work) {
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
    };
    const auto began = now();
    work();
    return now() - began;
}

constexpr std::size_t many = 100000;

} // namespace

TEST_CASE("An object does whatever the library's ordered object does", "[base]") {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        CAPTURE(seed);
        Draw draw(seed);
        Json json = Json::object();
        Reference reference = Reference::object();
        for (int step = 0; step < 300; ++step) {
            const auto kind = draw.below(20);
            const auto name = drawn_name(draw);
            const auto nth = draw.next();
            CAPTURE(step, kind, name, nth);
            change(json, kind, name, nth);
            change(reference, kind, name, nth);
            REQUIRE(json.dump() == reference.dump());
            check_that_lookups_agree(json, reference, drawn_name(draw));
        }
    }
}

TEST_CASE("Of members with the same name the last value counts, at the place of the first", "[base]") {
    std::string text = object_of(40);
    text.back() = ',';
    text += R"("7":"again","40":1,"39":"again"})";
    CHECK(json_of(text).dump() == Reference::parse(text).dump());
    CHECK(json_of(R"({"a":1,"b":2,"a":3})").dump() == R"({"a":3,"b":2})");
}

TEST_CASE("Objects are equal where members and their order are", "[base]") {
    for (const std::size_t size : {3U, 40U}) {
        const auto one = json_of(object_of(size));
        auto other = one;
        CHECK(one == other);
        other["0"] = 2;
        CHECK(one != other);
        CHECK(one < other);
        other.erase("0");
        CHECK(one != other);
        other["0"] = 1; // now the last
        CHECK(one != other);
        CHECK(nlohmann::json(one) == nlohmann::json(other));
    }
}

TEST_CASE("A copy and its original have nothing to do with each other, whatever their size", "[base]") {
    for (const std::size_t size : {3U, 40U}) {
        auto one = json_of(object_of(size));
        auto copy = one;
        copy["new"] = 1;
        copy.erase("1");
        CHECK(one == json_of(object_of(size)));
        CHECK(copy.find("1") == copy.end());
        auto moved = std::move(copy);
        CHECK(moved.contains("new"));
        std::swap(one, moved);
        CHECK(one.contains("new"));
        CHECK(moved == json_of(object_of(size)));
    }
}

TEST_CASE("A value may be added to the object that it is taken from", "[base]") {
    auto json = Json::object({{"first", {{"deep", std::string(100, 'x')}}}});
    for (int i = 0; i < 50; ++i) {
        json.emplace("copy" + std::to_string(i), json.begin().value());
        REQUIRE(json.back() == json.front());
    }
}

TEST_CASE("Members that are erased together leave the others in their order", "[base]") {
    auto json = json_of(object_of(60));
    json.get_ref<Json::object_t&>().erase_if(
        [](const auto& member) { return member.second == 1 && std::stoi(member.first) % 2 == 0; });
    CHECK(json.size() == 30);
    CHECK(json.begin().key() == "1");
    CHECK_FALSE(json.contains("58"));
    CHECK(json.contains("59"));
}

TEST_CASE("An object needs no more memory than the library's", "[base]") {
    CHECK(sizeof(Json::object_t) <= sizeof(Reference::object_t));
    CHECK(sizeof(Json::object_t::value_type) == sizeof(Reference::object_t::value_type));
}

TEST_CASE("The time for an object grows with its members, not with their square", "[base]") {
    const auto small_ones = objects_of_ten(many);
    const auto large_one = object_of(many);
    const auto unit = seconds_of([&] { (void)json_of(small_ones); });
    Json json;
    CHECK(seconds_of([&] { json = json_of(large_one); }) < 20 * unit);
    CHECK(seconds_of([&] { (void)Json(json).size(); }) < 20 * unit);
    Json patch = json;
    for (auto& value : patch) value = 2;
    CHECK(seconds_of([&] { merge_patch(json, patch); }) < 20 * unit);
    CHECK(json == patch);
    CHECK(seconds_of([&] { (void)contains(json, patch); }) < 20 * unit);
    for (auto& value : patch) value = nullptr;
    CHECK(seconds_of([&] { merge_patch(json, patch); }) < 20 * unit);
    CHECK(json.empty());
}

} // namespace chatmock
