/// Elements that come one after the other and are made when somebody asks for them:
/// [dev.treadle.flow.Flow], with what other languages do by asynchronous iterators and generators.
package dev.treadle.flow;
