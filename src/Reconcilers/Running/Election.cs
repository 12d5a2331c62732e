namespace KubeController.Reconcilers.Running;

/// <summary>Runs the work of the leader in each term, as <see cref="LeaderElector.RunAsync"/> does.</summary>
internal delegate Task Election(Func<LeaderTerm, CancellationToken, Task> lead, CancellationToken stopping);
