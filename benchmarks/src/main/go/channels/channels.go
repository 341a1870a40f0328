// Go's channels and its mutex: what Go has for the rows of area channels.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	tasks            = 100
	sectionsPerYield = 16
)

// Arguments: COUNT ROW..., as class Rows has them for Java.
func main() {
	count, rows := number(os.Args[1]), os.Args[2:]
	total := 2000
	if told := os.Getenv("TREADLE_BENCH_MILLIS"); told != "" {
		total = number(told)
	}
	each := time.Duration(total) * time.Millisecond / time.Duration(len(rows))
	for _, row := range rows {
		values(row, count, each/3, 1)
		found := values(row, count, each*2/3, 3)
		sort.Float64s(found)
		fmt.Printf("result %s: %v\n", row, found[len(found)/2])
	}
}

func values(row string, count int, howLong time.Duration, atLeast int) []float64 {
	var found []float64
	end := time.Now().Add(howLong)
	for time.Now().Before(end) || len(found) < atLeast {
		start := time.Now()
		done := once(row, count)
		found = append(found, float64(time.Since(start).Nanoseconds())/float64(count))
		if done != count {
			panic(fmt.Sprintf("expected %d operations to be done, got %d", count, done))
		}
	}
	return found
}

func once(row string, count int) int {
	parts := strings.Split(row, "-")
	switch parts[0] {
	case "SEND":
		return send(number(parts[1]), number(parts[2]), number(parts[3]), count)
	case "PINGPONG":
		return pingPong(number(parts[1]), count)
	case "MUTEX":
		return locked(parts[1] == "QUEUED", count)
	}
	panic("unknown row " + row)
}

func send(capacity, producers, consumers, elements int) int {
	channel := make(chan int, capacity)
	sums := make(chan int, consumers)
	for i := 0; i < producers; i++ {
		go func() {
			for n := elements / producers; n > 0; n-- {
				channel <- 1
			}
		}()
	}
	for i := 0; i < consumers; i++ {
		go func() {
			sum := 0
			for n := elements / consumers; n > 0; n-- {
				sum += <-channel
			}
			sums <- sum
		}()
	}
	total := 0
	for i := 0; i < consumers; i++ {
		total += <-sums
	}
	return total
}

func pingPong(capacity, trips int) int {
	there, back := make(chan int, capacity), make(chan int, capacity)
	go func() {
		for n := trips; n > 0; n-- {
			back <- <-there
		}
	}()
	sum := make(chan int)
	go func() {
		total := 0
		for n := trips; n > 0; n-- {
			there <- 1
			total += <-back
		}
		sum <- total
	}()
	return <-sum
}

func locked(queued bool, sections int) int {
	var mutex sync.Mutex
	var all sync.WaitGroup
	counted := 0
	all.Add(tasks)
	for i := 0; i < tasks; i++ {
		go func() {
			defer all.Done()
			for n := sections / tasks; n > 0; n-- {
				mutex.Lock()
				counted++
				if queued && counted%sectionsPerYield == 0 {
					runtime.Gosched()
				}
				mutex.Unlock()
			}
		}()
	}
	all.Wait()
	return counted
}

func number(text string) int {
	value, err := strconv.Atoi(text)
	if err != nil {
		panic("expected a number, got " + text)
	}
	return value
}
