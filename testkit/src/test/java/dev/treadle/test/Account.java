package dev.treadle.test;

/// A bank account whose transfers lock two accounts in the order in which they are named.
final class Account {

  private int balance = 100;

  synchronized void transfer(Account to, int amount) {
    balance -= amount;
    to.deposit(amount);
  }

  synchronized void deposit(int amount) {
    balance += amount;
  }

  synchronized int balance() {
    return balance;
  }
}
