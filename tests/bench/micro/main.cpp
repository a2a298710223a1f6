// Catch2 2 has its runner in the header, and the one that it installs as a library knows no benchmarks.
#if !__has_include(<catch2/benchmark/catch_benchmark_all.hpp>)
#define CATCH_CONFIG_MAIN
#endif
#include "micro/benchmark.hpp"
