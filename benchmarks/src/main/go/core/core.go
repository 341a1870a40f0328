// Goroutines, channels and contexts: what Go has for the rows of area core.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	near  = 200 * time.Millisecond
	far   = time.Hour
	limit = 100
)

var workloads = map[string]func(int) int64{"SPAWN": spawn, "TIMEOUT": timeout, "MAP": limitedMap, "FIRE": fire}

// Arguments: WORKLOAD MEASURE COUNT, as class Contender has them for Java.
func main() {
	workload, measure := workloads[os.Args[1]], os.Args[2]
	count, err := strconv.Atoi(os.Args[3])
	if err != nil || workload == nil {
		panic("expected WORKLOAD MEASURE COUNT")
	}
	total := millis("TREADLE_BENCH_MILLIS", 2000)
	values(workload, measure, count, total/3, 1)
	found := values(workload, measure, count, total*2/3, 3)
	sort.Float64s(found)
	fmt.Println("result:", found[len(found)/2])
}

func values(workload func(int) int64, measure string, count int, howLong time.Duration, atLeast int) []float64 {
	var found []float64
	end := time.Now().Add(howLong)
	for time.Now().Before(end) || len(found) < atLeast {
		found = append(found, once(workload, measure, count))
	}
	return found
}

func once(workload func(int) int64, measure string, count int) float64 {
	cpu, start := cpuTime(), time.Now()
	done := workload(count)
	elapsed, used := time.Since(start), cpuTime()-cpu
	if done != int64(count) {
		panic(fmt.Sprintf("expected %d operations to be done, got %d", count, done))
	}
	switch measure {
	case "NANOS":
		return float64(elapsed.Nanoseconds()) / float64(count)
	case "OVERSHOOT":
		return (elapsed - near).Seconds() * 1e3
	case "CPU":
		return float64(used.Microseconds()) / float64(count)
	}
	panic("unknown measure " + measure)
}

func spawn(children int) int64 {
	values := make([]int64, children)
	var all sync.WaitGroup
	all.Add(children)
	for i := range values {
		go func(slot int) {
			values[slot] = 1
			all.Done()
		}(i)
	}
	all.Wait()
	return sum(values)
}

func timeout(count int) int64 {
	var done int64
	for i := 0; i < count; i++ {
		_, cancel := context.WithTimeout(context.Background(), far)
		done++
		cancel()
	}
	return done
}

func limitedMap(items int) int64 {
	values := make([]int64, items)
	permits := make(chan struct{}, limit)
	var all sync.WaitGroup
	all.Add(items)
	for i := range values {
		go func(slot int) {
			permits <- struct{}{}
			runtime.Gosched()
			values[slot] = 1
			<-permits
			all.Done()
		}(i)
	}
	all.Wait()
	return sum(values)
}

func fire(count int) int64 {
	var fired int64
	var all sync.WaitGroup
	all.Add(count)
	for i := 0; i < count; i++ {
		go func() {
			defer all.Done()
			late, cancel := context.WithTimeout(context.Background(), near)
			defer cancel()
			<-late.Done()
			atomic.AddInt64(&fired, 1)
		}()
	}
	all.Wait()
	return fired
}

func sum(values []int64) int64 {
	var total int64
	for _, value := range values {
		total += value
	}
	return total
}

func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func millis(name string, otherwise int) time.Duration {
	number, err := strconv.Atoi(os.Getenv(name))
	if err != nil {
		number = otherwise
	}
	return time.Duration(number) * time.Millisecond
}
