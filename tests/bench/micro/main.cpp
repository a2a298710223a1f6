// Catch2 2 has its runner in the header; its installed library has no benchmarks.
#if !__has_include(<catch2/benchmark/catch_benchmark_all.hpp>)
#define CATCH_CONFIG_MAIN
#endif
#include "micro/benchmark.hpp"
