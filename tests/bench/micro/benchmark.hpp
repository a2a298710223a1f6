// Catch2's microbenchmarks, as Debian 12 (2.13) and Debian 13 (3.7) install it.
#pragma once

#if __has_include(<catch2/benchmark/catch_benchmark_all.hpp>)
#include <catch2/benchmark/catch_benchmark_all.hpp>
#include <catch2/catch_test_macros.hpp>
#else
#define CATCH_CONFIG_ENABLE_BENCHMARKING
#include <catch2/catch.hpp>
#endif
