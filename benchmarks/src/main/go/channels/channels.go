// Go's channels and its mutex: what Go has for the rows of area channels.
package main

import (
	"runtime"
	"strings"
	"sync"

	"treadle.dev/benchmarks/rows"
)

const (
	tasks            = 100
	sectionsPerYield = 16
)

func main() {
	rows.Run(once)
}

func once(row string, count int) int {
	parts := strings.Split(row, "-")
	switch parts[0] {
	case "SEND":
		return send(rows.Number(parts[1]), rows.Number(parts[2]), rows.Number(parts[3]), count)
	case "PINGPONG":
		return pingPong(rows.Number(parts[1]), count)
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
