// Stages between Go's channels: what Go has for area flows.
package main

import "treadle.dev/benchmarks/rows"

const (
	room   = 64
	stages = 5
)

func main() {
	rows.Run(func(row string, count int) int {
		if row != "BUFFERED" {
			panic("unknown row " + row)
		}
		return buffered(count)
	})
}

func buffered(count int) int {
	source := make(chan int, room)
	go first(count, source)
	for i := 1; i < stages; i++ {
		out := make(chan int, room)
		go stage(source, out)
		source = out
	}
	arrived := 0
	for element := range source {
		if element == arrived+stages {
			arrived++
		}
	}
	return arrived
}

func first(count int, out chan<- int) {
	defer close(out)
	for element := 0; element < count; element++ {
		out <- element + 1
	}
}

func stage(source <-chan int, out chan<- int) {
	defer close(out)
	for element := range source {
		out <- element + 1
	}
}
