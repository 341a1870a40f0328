// Package rows is the frame of a contender's main that answers several rows.
package rows

import (
	"fmt"
	"os"
	"sort"
	"strconv"
	"time"
)

// Run answers the arguments COUNT ROW..., as class Rows does for Java; once does a row's COUNT operations and
// returns how many it saw done.
func Run(once func(row string, count int) int) {
	count, rows := Number(os.Args[1]), os.Args[2:]
	total := 2000
	if told := os.Getenv("TREADLE_BENCH_MILLIS"); told != "" {
		total = Number(told)
	}
	each := time.Duration(total) * time.Millisecond / time.Duration(len(rows))
	for _, row := range rows {
		round := func() int { return once(row, count) }
		values(round, count, each/3, 1)
		found := values(round, count, each*2/3, 3)
		sort.Float64s(found)
		value := found[len(found)/2]
		fmt.Printf("result %s: %v\n", row, value)
		if len(rows) == 1 {
			fmt.Printf("result: %v\n", value)
		}
	}
}

func values(round func() int, count int, howLong time.Duration, atLeast int) []float64 {
	var found []float64
	end := time.Now().Add(howLong)
	for time.Now().Before(end) || len(found) < atLeast {
		start := time.Now()
		done := round()
		found = append(found, float64(time.Since(start).Nanoseconds())/float64(count))
		if done != count {
			panic(fmt.Sprintf("expected %d operations to be done, got %d", count, done))
		}
	}
	return found
}

// Number reads one.
func Number(text string) int {
	value, err := strconv.Atoi(text)
	if err != nil {
		panic("expected a number, got " + text)
	}
	return value
}
