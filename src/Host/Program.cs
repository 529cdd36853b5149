Console.WriteLine("Redmine Bridge");
