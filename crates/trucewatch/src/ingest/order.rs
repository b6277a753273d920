//! Work on all cores, results in the order of the input, and never more than a few items under way.

use std::{
    ops::ControlFlow,
    sync::{
        Mutex,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

/// Stack of a worker. Pages nest, and a parser that goes down them needs room.
const STACK: usize = 16 << 20;

/// Items under way for each worker: enough that none waits while a long report is read by another.
const AHEAD: usize = 4;

/// Runs `work` on every item on `threads` threads, and `sink` on the results, on this thread and in the order of the items.
/// When the sink breaks, no further item is begun; items that are under way are finished and dropped.
pub fn in_order<A: Send, B: Send>(
    items: impl Iterator<Item = A> + Send,
    threads: usize,
    work: impl Fn(A) -> B + Sync,
    mut sink: impl FnMut(B) -> ControlFlow<()>,
) {
    let threads = threads.max(1);
    // Each item has a channel of its own for its one result. The queue of these channels keeps the order, and its bound is
    // what keeps memory constant.
    let (queue, results) = sync_channel::<Receiver<B>>(threads * AHEAD);
    let (jobs, waiting) = sync_channel::<(A, SyncSender<B>)>(threads * AHEAD);
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        let worker = || {
            loop {
                let job = waiting.lock().map(|waiting| waiting.recv());
                let Ok(Ok((item, reply))) = job else { return };
                // Nobody takes the result of what was under way when the sink broke.
                let _ = reply.send(work(item));
            }
        };
        for number in 0..threads {
            let builder = thread::Builder::new().name(format!("reader-{number}")).stack_size(STACK);
            builder.spawn_scoped(scope, worker).expect("the system gives threads");
        }
        scope.spawn(move || {
            for item in items {
                let (reply, result) = sync_channel(1);
                if queue.send(result).is_err() || jobs.send((item, reply)).is_err() {
                    return;
                }
            }
        });
        for result in &results {
            // A worker that panicked sends nothing; the panic comes up when the scope ends.
            let Ok(result) = result.recv() else { continue };
            if sink(result).is_break() {
                break;
            }
        }
        drop(results);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_stays_whatever_the_number_of_threads() {
        // Every seventh item takes longer, so that the others overtake it.
        let slow = |n: u64| {
            (0..if n.is_multiple_of(7) { 20_000 } else { 1 }).fold(n, |sum, x| std::hint::black_box(sum ^ x ^ x))
        };
        for threads in [1, 2, 8] {
            let mut seen = Vec::new();
            in_order(0..500, threads, slow, |n| {
                seen.push(n);
                ControlFlow::Continue(())
            });
            assert!(seen.iter().copied().eq(0..500), "{threads} threads");
        }
    }

    #[test]
    fn an_endless_input_ends_when_the_sink_breaks() {
        let mut left = 10;
        in_order(
            0u64..,
            3,
            |n| n,
            |_| {
                left -= 1;
                if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(left, 0);
    }
}
