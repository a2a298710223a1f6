// An injection through the world, from the call to the effects.
#include "micro/benchmark.hpp"
#include "micro/hall.hpp"

namespace chatmock::core {

namespace {

using Catch::Benchmark::Chronometer;

} // namespace

TEST_CASE("An injection to one", "[injection]") {
    Hall alone(1);
    REQUIRE(alone.inject().wire.size() == 1);
    BENCHMARK("once") { return alone.inject(); };
    BENCHMARK("100 times in one call") { return alone.inject(100); };
}

TEST_CASE("An injection to 1000, as the run is written down", "[injection]") {
    BENCHMARK_ADVANCED("once")(Chronometer meter) {
        Hall crowd(1000);
        meter.measure([&] { return crowd.inject(); });
    };
}

TEST_CASE("An injection to 1000, as the transcript is full", "[injection]") {
    Hall crowd(1000);
    crowd.outlast_transcript();
    REQUIRE(crowd.inject().wire.size() == 1000);
    BENCHMARK("once") { return crowd.inject(); };
    BENCHMARK("100 times in one call") { return crowd.inject(100); };
}

TEST_CASE("Clients that join", "[injection]") {
    BENCHMARK("1000 of them") { return Hall(1000); };
}

} // namespace chatmock::core
