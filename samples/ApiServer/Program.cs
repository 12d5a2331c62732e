using KubeController.Samples.ApiServers;

return await ServeCommand.Create().Parse(args).InvokeAsync();
