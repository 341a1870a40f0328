module treadle.dev/benchmarks

go 1.19
