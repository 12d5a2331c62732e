using System.Diagnostics;

namespace KubeController.WorkQueues.Keys;

/// <summary>What must hold of the states of the keys after each step; asserted in Debug builds.</summary>
internal static class KeyInvariants
{
    // The lists are looked at as a whole only while they are short, for tests make many steps on few keys.
    private const int Few = 64;

    [Conditional("DEBUG")]
    public static void Assert<TKey>(KeyStates<TKey> states)
        where TKey : notnull
    {
        var (ready, processing, delayed) = (states.Ready.Count, states.Processing.Count, states.Delayed.Count);
        Debug.Assert(states.Table.Count <= ready + processing + delayed + states.EndingCount, "Only keys that are ready, processing, delayed or ending are known.");
        Debug.Assert(states.DirtyCount <= processing, "Dirty is what a worker has.");
        if (states.Table.Count > Few)
        {
            return;
        }

        var counts = (Ready: 0, Processing: 0, Dirty: 0, Delayed: 0, Known: 0);
        for (var slot = 1; slot <= states.Table.LastSlot; slot++)
        {
            var state = states.Table[slot].State;
            Debug.Assert(IsLegal(state), "A key is in one of five states, or unknown.");
            counts.Ready += state == KeyState.Ready ? 1 : 0;
            counts.Processing += (state & KeyState.Processing) != 0 ? 1 : 0;
            counts.Dirty += (state & KeyState.Dirty) != 0 ? 1 : 0;
            counts.Delayed += (state & KeyState.Delayed) != 0 ? 1 : 0;
            counts.Known += state == KeyState.None && !states.Table[slot].IsEnding ? 0 : 1;
        }

        Debug.Assert(
            counts == (ready, processing, states.DirtyCount, delayed, states.Table.Count), "Each key is in the list of its state, once, and in no other.");
    }

    private static bool IsLegal(KeyState state) => state is KeyState.None or KeyState.Ready or KeyState.Delayed or KeyState.Processing
        or (KeyState.Processing | KeyState.Dirty) or (KeyState.Processing | KeyState.Delayed);
}
